"""What plays against a running server: the rehearsal, and the search for what a seizure would find."""
