"""The commands of `hotline …`, thin: each asks, calls one peer, and says what came of it."""
