"""What can keep a hotline from starting. Each text says what to do next."""


class StartError(Exception):
    """A part did not start, or died before it was ready."""


class AlreadyRunning(StartError):
    """Another hotline holds the same data directory."""


class RedisMissing(StartError):
    """No Redis that is new enough is on this machine."""
