"""What an organization prints: know-your-rights cards to hand out, and the same on one sheet for a wall.

`content` gathers what stands on them, `faces` finds fonts, `paper` sets lines of text in any script, `card` and `sheet`
say where everything stands. Needs the extra `cards` of this package; a server does without.
"""
