"""The word lists that codenames are spelled in, from the package `mnemonic`. Run as a module it prints them as JSON."""

import json
import sys

from mnemonic import Mnemonic

LANGUAGES = {
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "pt": "portuguese",
    "zh-Hans": "chinese_simplified",
    "ru": "russian",
}
LISTS: dict[str, list[str]] = {tag: Mnemonic(name).wordlist for tag, name in LANGUAGES.items()}

if __name__ == "__main__":
    json.dump(LISTS, sys.stdout)
