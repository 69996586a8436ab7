"""The browsers of the tests.

`ENGINE` is Chromium's headless shell where there is one: the same engine, network and storage without windows, tabs and
profiles, at half the work for a page. `CHROMIUM` is the whole of it, for what a browser does around a page.
"""

import shutil

CHROMIUM = shutil.which("chromium")
ENGINE = shutil.which("chromium-headless-shell") or CHROMIUM
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
