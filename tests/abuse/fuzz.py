"""One parser under a fuzzer that follows its coverage: `python -m tests.abuse.fuzz NAME [options of libFuzzer]`."""

import sys

import atheris

with atheris.instrument_imports(include=["crypto", "hotline"]):
    from tests.abuse.parsers import PARSERS, feed


def main(name: str, *options: str) -> None:
    """Until so many inputs are tried (-runs=), or one ends in an error that is not documented."""
    atheris.Setup([sys.argv[0], *options], lambda octets: feed(PARSERS[name], octets))
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
