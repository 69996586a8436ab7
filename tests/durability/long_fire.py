"""The long form: ten thousand operations under fire. Not run by `make test`; `make drill` does."""

import random

from tests.conftest import StartStack
from tests.durability.test_fire import burn

OPERATIONS, BETWEEN = 10_000, 120


def test_nothing_acknowledged_is_lost_in_ten_thousand_operations(start_stack: StartStack) -> None:
    seed = random.randrange(2**32)
    fire, found = burn(start_stack, OPERATIONS, BETWEEN, seed)
    assert found == [], f"seed {seed}"
    assert fire.kills > 40
    assert fire.ledger.acknowledged > OPERATIONS // 4
