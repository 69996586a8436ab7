"""Everything that is kept: every Redis key, script and lifetime. Nothing here opens content.

`now` is a parameter, in unix seconds; what is stored of it are hours, and minutes only while a timer runs.
"""
