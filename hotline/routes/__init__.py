"""The doors of the post office, one file each. Nothing here opens or seals content, and nothing is logged."""
