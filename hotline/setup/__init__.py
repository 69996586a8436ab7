"""What `hotline setup` writes: the files below `etc/`, with a server's own facts filled in, and what `up` shares."""
