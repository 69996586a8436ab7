"""What pages complain of: a breach of the content policy or of Trusted Types, an uncaught error, a warning."""

from contextlib import suppress
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Worker

POLICY = """addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
  console.error(`The policy was violated: ${effectiveDirective} ${blockedURI}`))"""


@dataclass
class Complaints:
    """All that has been heard, but for what a test brings about on purpose."""

    heard: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext, allowed: tuple[str, ...] = ()) -> None:
        """Hear every page of a context, with its workers; messages that have one of `allowed` in them are left out."""

        def hear(text: str) -> None:
            if not any(part in text for part in allowed):
                self.heard.append(text)

        def message(one: ConsoleMessage) -> None:
            if one.type in ("error", "warning"):
                hear(one.text)

        context.add_init_script(POLICY)
        context.on("console", message)
        context.on("weberror", lambda error: hear(str(error.error)))
        context.on("page", lambda page: page.on("worker", _let_speak))


def _let_speak(worker: Worker) -> None:
    """A browser tells nobody of a worker's breaches of the policy but the worker."""
    with suppress(Error):  # it has ended already
        worker.evaluate(POLICY)
