"""How long a page's main thread worked without a pause, as Chromium itself has counted it."""

import json
from collections.abc import Callable

from playwright.sync_api import Browser, Page


def longest_task_ms(browser: Browser, page: Page, act: Callable[[], object]) -> float:
    """The most processor time that one task of the page's main thread took while something was done.

    Processor time, not the clock's: on a machine that others use, a task also waits for its turn.
    """
    browser.start_tracing(page=page, categories=["toplevel"])
    act()
    events = json.loads(browser.stop_tracing())["traceEvents"]
    names = [one for one in events if one.get("name") == "thread_name"]
    mains = {(one["pid"], one["tid"]) for one in names if one["args"]["name"] == "CrRendererMain"}
    tasks = [one for one in events if "tdur" in one and (one["pid"], one["tid"]) in mains]
    assert len(tasks) > 100, "nothing was counted"
    return float(max(one["tdur"] for one in tasks)) / 1000
