"""`make screens`: contact sheets of every screen of every page, in each size and scheme, callers' in three languages.

The caller's first question and safety text stand on a sheet of their own in all of them.
"""

import shutil
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.chromium import ENGINE, FLAGS
from tests.screens import scenes, tongues
from tests.screens.play import play
from tests.web import coordinate_scenes, desk_scenes
from tests.web.conftest import running_site

FOLDER = Path(".hotline/screens")
LANGUAGES = ("en", "es", "ar")
TONGUES = "languages"
PAGES = {"desk": desk_scenes.SCENES, "coordinate": coordinate_scenes.SCENES}
SHEET_WIDTH = 2200
ON_A_SHEET = 18
STYLE = "body{margin:8px;background:#777;display:flex;flex-wrap:wrap;gap:8px;align-items:start;font:12px sans-serif}"


def main(names: tuple[str, ...]) -> None:
    """Draw what was asked for, by language or page, or all; what was drawn before is thrown away."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch, running_site(Path(scratch)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ENGINE, args=FLAGS)
        for name in names:
            print(f"Playing {name}.", flush=True)
            if name == TONGUES:
                tongues.play(browser, site, FOLDER)
            elif name in PAGES:
                scenes.play(browser, site, name, PAGES[name], FOLDER)
            else:
                play(browser, site, name, FOLDER)
        for folder in sorted(one for one in FOLDER.iterdir() if one.is_dir()):
            for sheet in draw_sheets(browser, folder):
                print(sheet)
        browser.close()


def draw_sheets(browser: Browser, folder: Path) -> Iterator[Path]:
    """All pictures of one folder on sheets beside it, each small enough to be looked at."""
    width = min(360, int(folder.name.split("-")[1]) // 3 + 160)
    files = sorted(folder.glob("*.png"))
    for number, at in enumerate(range(0, len(files), ON_A_SHEET), 1):
        pictures = "".join(_picture(path, width) for path in files[at : at + ON_A_SHEET])
        page = browser.new_page(viewport={"width": SHEET_WIDTH, "height": 900})
        page.set_content(f"<style>{STYLE}</style>{pictures}")
        sheet = folder.with_name(f"{folder.name} {number}.png")
        page.screenshot(path=sheet, full_page=True)
        page.close()
        yield sheet


def _picture(path: Path, width: int) -> str:
    octets = b64encode(path.read_bytes()).decode()
    return f"<div>{path.stem}<br><img width={width} src='data:image/png;base64,{octets}'></div>"


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or (TONGUES, *LANGUAGES, *PAGES))
