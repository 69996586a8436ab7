"""Triage: a pack of rules, and the two pure functions over it (docs/protocol.md, 8)."""
