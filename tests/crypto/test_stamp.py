"""Stamps."""

from hypothesis import given
from hypothesis import strategies as st

from crypto import stamp
from crypto.sizes import Hour
from tests.crypto.strategies import quick
from tests.crypto.vectors.kit import HOUR


@quick
@given(st.integers(0, 8), st.binary(max_size=50))
def test_a_minted_stamp_is_good_for_its_body_and_hour(bits: int, body: bytes) -> None:
    key = stamp.work_key(3, body)
    nonce = stamp.mint(key, HOUR, bits)
    assert stamp.is_good(key, HOUR, nonce, bits)
    assert bits < 8 or not all(stamp.is_good(key, Hour(HOUR + more), nonce, bits) for more in range(1, 9))
