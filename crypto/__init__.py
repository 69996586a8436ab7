"""The hotline protocol: bytes in, bytes out.

Nothing here reads a file, a clock, the environment or the network, and nothing logs. The modules have twins of the
same names under ``crypto/js``; both languages read the test vectors in ``crypto/vectors`` in place. The protocol is
written down in docs/protocol.md, and every docstring names the section that it follows.
"""
