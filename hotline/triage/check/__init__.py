"""Checking a pack for who writes one: every fault that can be found, with its line and what to do. docs/packs.md.

It reads with packages that a server does without: the extra `packs`.
"""
