"""From a card to the desks that shall read it. Pure, and twin of js/route.js. docs/protocol.md, 4.

A desk *lasts* when one of its epochs ends after this hour (`now // 3600`): nothing is sealed to an epoch past its
end.

A desk that is not a duty desk *can take* a card when it lasts and
  - its licence is among the card's `licences`;
  - its matters hold "*" or the card's leading matter (not those that ride along);
  - its jurisdictions hold "anywhere" or the card's state; a place that is no jurisdiction, or not known, needs
    "anywhere";
  - it speaks or interprets the card's language: the list holds "*" or the very same tag. One not known needs "*".

The duty desk can take every card, as long as it lasts. It has no hours: it neither is on shift nor comes on shift. Of
several duty desks the first by the ties below is *the* duty desk, and the others are not used.

The week has 168 hours and begins on Monday at 00:00 UTC; `now` 0 was a Thursday at 00:00, its hour 72. A desk is *on
shift* when this hour of the week is in one of its half-open intervals. Otherwise it *comes on shift* at the next
beginning of an interval, counted in seconds from `now` and round the week's end. A desk without intervals never does.

Ties: it speaks the language before it interprets; fewest jurisdictions; fewest languages (spoken and interpreted
together, each counted once); desk id, by code point. A list with "anywhere" or "*" counts as more than any list
without, and as many as any other with it.

The desks that *stand* are those that can take the card and are on shift, by ties; then, if the card may wait, those
that come on shift within the promised time of its urgency, to the second, the soonest first and then by ties.

The tiers are the first two that stand, then the duty desk. So the duty desk is second when one stands, and first when
none does. If nobody stands and no duty desk lasts, the two soonest to come on shift take their place, however late
that is.
"""

from math import inf

from crypto.directory import Desk, Directory
from hotline.triage.evaluate import Card

ANY = "*"
ANYWHERE = "anywhere"
SECONDS_OF_AN_HOUR = 3600
HOURS_OF_A_WEEK = 168
HOUR_OF_THE_WEEK_AT_ZERO = 72


def route(directory: Directory, card: Card, now: int) -> list[str]:
    """The ids of up to three different desks, in the order of tiers. `now` is in seconds since 1970.

    The caller fills what is missing of three with throw-away slots. Empty only if no desk will ever read this card.
    """
    lasting = [desk for desk in directory.desks if _lasts(desk, now)]
    duty = sorted((desk for desk in lasting if desk.duty), key=lambda desk: _tie(desk, card))
    able = [desk for desk in lasting if not desk.duty and _can_take(desk, card)]
    able.sort(key=lambda desk: (_seconds_to_shift(desk, now), _tie(desk, card)))
    promised_seconds = directory.policy.promised_minutes[card.urgency] * 60 if card.waits else 0
    standing = [desk for desk in able if _seconds_to_shift(desk, now) <= promised_seconds]
    coming = [desk for desk in able if _seconds_to_shift(desk, now) < inf]
    return [desk.id for desk in [*standing[:2], *duty[:1]] or coming[:2]]


def _lasts(desk: Desk, now: int) -> bool:
    return any(epoch.to_hour > now // SECONDS_OF_AN_HOUR for epoch in desk.epochs)


def _can_take(desk: Desk, card: Card) -> bool:
    return (
        desk.licence in card.licences
        and _has(desk.matters, ANY, card.matter)
        and _has(desk.jurisdictions, ANYWHERE, card.state)
        and (_has(desk.speaks, ANY, card.language) or _has(desk.interprets, ANY, card.language))
    )


def _has(listed: tuple[str, ...], any_of_all: str, one: str | None) -> bool:
    return any_of_all in listed or one in listed


def _tie(desk: Desk, card: Card) -> tuple[bool, float, float, str]:
    languages = {*desk.speaks, *desk.interprets}
    return (
        not _has(desk.speaks, ANY, card.language),
        inf if ANYWHERE in desk.jurisdictions else len(set(desk.jurisdictions)),
        inf if ANY in languages else len(languages),
        desk.id,
    )


def _seconds_to_shift(desk: Desk, now: int) -> float:
    """Nothing when on shift, infinity when never."""
    hour = (now // SECONDS_OF_AN_HOUR + HOUR_OF_THE_WEEK_AT_ZERO) % HOURS_OF_A_WEEK
    if any(start <= hour < end for start, end in desk.hours):
        return 0
    hours = (((start - hour) % HOURS_OF_A_WEEK) for start, _ in desk.hours)
    return min((hours_left * SECONDS_OF_AN_HOUR for hours_left in hours), default=inf) - now % SECONDS_OF_AN_HOUR
