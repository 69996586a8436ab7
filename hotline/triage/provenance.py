"""Who says so: read from an entry of a pack, and written for the browser."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hotline.triage.entries import text
from hotline.triage.faults import Fault
from hotline.triage.model import Provenance

PROVENANCE = ("source", "verified_on", "review_by", "signed_off_by")
"""The keys that every rule and table may have."""

CONFIDENCES = ("sourced", "general_knowledge")
"""Read in its source; or known, and to be signed off by a lawyer."""


def read_provenance(raw: Mapping[str, Any]) -> Provenance:
    """What an entry says of where it comes from."""
    for key in ("verified_on", "review_by"):
        if key in raw and type(raw[key]) is not date:
            raise Fault(f"{key} is not a date", "Write it as 2027-01-01, without quotation marks.", raw, key)
    source, signed_off_by = (text(raw, key) if key in raw else None for key in ("source", "signed_off_by"))
    return Provenance(source, raw.get("verified_on"), raw.get("review_by"), signed_off_by)


def provenance_json(provenance: Provenance) -> dict[str, str | None]:
    """The same with names in camelCase and dates as text."""
    return {
        "source": provenance.source,
        "verifiedOn": provenance.verified_on.isoformat() if provenance.verified_on else None,
        "reviewBy": provenance.review_by.isoformat() if provenance.review_by else None,
        "signedOffBy": provenance.signed_off_by,
    }
