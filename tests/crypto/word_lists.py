"""The word lists that codenames are spelled in. Run as a module it prints them as JSON."""

import json
import sys

from hotline import word_lists

LISTS: dict[str, list[str]] = {tag: list(word_lists.word_list(tag)) for tag in word_lists.LISTS}

if __name__ == "__main__":
    json.dump(LISTS, sys.stdout)
