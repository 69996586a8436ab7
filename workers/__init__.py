"""RQ jobs and the worker that does them. Jobs are idempotent: a worker that dies in one is followed by another."""
