"""A journey with marks on all that people say, know and are, and then a search for them in all that the server has."""

import json
import subprocess
import sys

PLACES = {
    "environment of web",
    "file redis/appendonlydir/appendonly.aof.base.aof",
    "file redis/appendonlydir/appendonly.aof.incr.aof",
    "memory of queue redis",
    "memory of redis",
    "memory of supervisor",
    "memory of web",
    "memory of worker and clock",
    "queue redis keys",
    "redis keys",
    "standard error",
    "transcript",
}


def test_nothing_that_people_said_or_are_is_found_and_every_control_is() -> None:
    command = [sys.executable, "-m", "hotline.cli", "drill", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400)
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)
    assert told["found"] == []
    assert told["missed"] == []
    assert told["undeclared"] == []
    assert told["unwiped"] == []
    assert done.returncode == 0
    assert told["controls"]["planted"] == told["controls"]["found"] > 500
    searched = {one["place"]: one["bytes"] for one in told["searched"]}
    assert searched.keys() >= PLACES
    assert searched["memory of web"] > 10_000_000
    assert {one["name"]: one["lifetime_s"] for one in told["holds"]}["case body"] == 7 * 86400
    assert all(one["why"] for one in told["holds"])
