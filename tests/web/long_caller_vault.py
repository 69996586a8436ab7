"""Attack 8 against the caller's page, at other moments than in test_caller_vault.py. Long: run by `make drill`."""

from playwright.sync_api import expect

from crypto.sizes import REFUSED
from tests.web.conftest import Aside, OpenPage
from tests.web.test_caller_vault import WORDS, Rollback, met
from tests.web.visit import Visit
from tests.web.volunteers import Volunteer, volunteer

__all__ = ["volunteer"]


def not_sent(visit: Visit, text: str) -> None:
    """The page says of this message that it is not sent, and does not say that it will be."""
    said = visit.page.get_by_role("listitem").filter(has_text=text)
    expect(said).to_contain_text(visit.text("send.not"))
    expect(said).not_to_contain_text(visit.text("talk.sending"))


def test_an_older_vault_is_noticed_when_its_message_was_to_take_the_place_of_one_that_was_read(
    open_page: OpenPage, aside: Aside, volunteer: Volunteer
) -> None:
    server, page = Rollback(), open_page(language="en")
    page.route("**/post", server)
    visit = met(aside, volunteer, page)
    visit.say("The first.")
    visit.sent()
    assert volunteer.heard(visit) == [WORDS, "The first."]
    server.shows = True
    page.reload()
    visit.first()
    visit.come_back(" ".join(visit.code))
    visit.say("Not the first.")
    visit.sent()
    volunteer.reply(visit, "I have the first.")
    visit.sees("error.OldVault")
    assert volunteer.heard(visit) == [WORDS, "The first."]


def test_a_vault_that_goes_back_under_an_open_page_is_noticed(
    open_page: OpenPage, aside: Aside, volunteer: Volunteer
) -> None:
    server, page = Rollback(writes=REFUSED), open_page(language="en")
    page.route("**/post", server)
    visit = met(aside, volunteer, page)
    visit.say("One.")
    visit.sent()
    server.shows = True
    visit.say("Two.")
    visit.sees("error.OldVault")
    not_sent(visit, "Two.")
    assert volunteer.heard(visit) == [WORDS, "One."]
