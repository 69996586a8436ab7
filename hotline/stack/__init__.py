"""What starts, watches and stops the processes of one hotline: Redis, the web server and the workers."""
