"""Prompts that somebody has read aloud: played by a tap where they are, and nothing where they are not."""

import io
import json
import wave
from pathlib import Path

from playwright.sync_api import Route

from hotline.web.recordings import ROUND_BYTES, recorded, write_recordings
from tests.web.conftest import OpenPage, axe
from tests.web.visit import Visit

HEARD = ["question.now", "answer.now.officers_here"]

# After the browser has compared the file with its hash, it has these too.
WITH_RECORDINGS = """const given = fetch;
globalThis.fetch = async (url, ...more) => {
  const answer = await given(url, ...more);
  if (!String(url).endsWith("/texts/us-immigration.json")) return answer;
  return Response.json({ ...(await answer.json()), recordings: %s });
};"""


def spoken(milliseconds: int = 50) -> bytes:
    """Silence, as a sound."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes([128]) * 8 * milliseconds)
    return file.getvalue()


def test_a_recording_shows_where_it_is_and_is_played_by_a_tap(open_page: OpenPage) -> None:
    page = open_page(language="es")

    asked: list[str] = []

    def sound(route: Route) -> None:
        asked.append(route.request.url.rpartition("/audio/")[2])
        route.fulfill(body=spoken(), content_type="audio/wav")

    page.add_init_script(WITH_RECORDINGS % json.dumps({"mam": HEARD, "quc": HEARD[:1]}))
    page.route("**/*.mp3", sound)
    page.reload()
    visit = Visit(page, "es")
    visit.first()
    visit.press("first.help")
    visit.at("question.now", "now")
    axe(page)
    with page.expect_response("**/mam/answer.now.officers_here.mp3"):
        page.get_by_role("button", name="Mam", exact=True).click()
    assert asked == [f"us-immigration/mam/{key}.mp3" for key in HEARD]
    assert page.get_by_role("button", name="K\u2019iche\u2019", exact=True).is_visible()
    visit.press("answer.now.worried")
    visit.at("question.device", "device")
    assert page.get_by_role("button", name="Mam", exact=True).count() == 0


def test_without_recordings_nothing_shows(open_page: OpenPage) -> None:
    page = open_page(language="es")
    visit = Visit(page, "es")
    visit.first()
    visit.press("first.help")
    visit.at("question.now", "now")
    assert page.locator(".listen").count() == 0


def test_all_recordings_are_served_in_one_size(tmp_path: Path) -> None:
    folder = tmp_path / "packs/some/audio"
    for tag, key, size in (
        ("mam", "question.now", 100),
        ("mam", "first.free", ROUND_BYTES + 1),
        ("quc", "first.free", 7),
    ):
        (folder / tag).mkdir(parents=True, exist_ok=True)
        (folder / tag / f"{key}.mp3").write_bytes(b"s" * size)
    packs = tmp_path / "packs"
    assert recorded("some", packs) == {"mam": ["first.free", "question.now"], "quc": ["first.free"]}
    write_recordings(tmp_path / "out", "some", packs)
    written = list((tmp_path / "out").glob("*/*.mp3"))
    assert {file.stat().st_size for file in written} == {2 * ROUND_BYTES}
    assert len(written) == 3
    assert all(file.read_bytes().startswith(b"s" * 7) for file in written)
    assert recorded("other", packs) == {}
