"""What was erased is gone, stays gone, and is in no memory and no file. docs/protocol.md, 7."""

from tests.defences.defence import defence

SCRIPTS = "hotline/store/scripts"
REDIS = "hotline/stack/redis.py"
WORKER = "tests/workers/test_jobs.py::test_worker_makes_an_erasure_final_within_the_minute"
FORGETTING = "tests/store/test_forgetting.py"
VAULTS = "tests/store/test_vaults.py"
ROTATION = "tests/store/test_rotation.py"
UNDER_FIRE = (
    "tests/attacks/test_attack_2_rotation_under_fire.py"
    "::test_killed_rotation_loses_no_live_lock_and_revives_no_erased_one"
)
PARTS = "tests/stack/test_supervise.py"
SEARCH = "tests/drill/test_search.py"

ERASING = (
    defence(
        "what was erased is remembered",
        "tests/store/test_cells.py::test_erased_cell_is_gone_and_neither_replay_nor_resealing_brings_it_back",
        (f"{SCRIPTS}/_shared.lua", "if known == 1 then", "if false then"),
    ),
    defence(
        "a request that stored something counts once",
        f"{VAULTS}::test_replayed_first_write_does_not_bring_an_erased_vault_back",
        (
            f"{SCRIPTS}/write_vault.lua",
            "if is_remembered(ARGV[7], ARGV[8]) then return 'refused' end",
            "",
        ),
    ),
    defence(
        "what erasing names does not arrive later",
        f"{VAULTS}::test_what_is_still_on_its_way_does_not_arrive_after_everything_was_erased",
        (f"{SCRIPTS}/erase.lua", "if ARGV[4] ~= '' then remember(ARGV[4]) end", ""),
    ),
    defence(
        "a case is erased by who can sign for it alone",
        f"{VAULTS}::test_everything_of_a_caller_is_erased_in_one_step",
        ("hotline/store/erasure.py", "int(erases_case),", "1,"),
    ),
    defence(
        "a vault's erasure holds for the version that was signed",
        f"{VAULTS}::test_erased_vault_is_gone_and_an_erasure_of_an_older_version_does_nothing",
        (f"{SCRIPTS}/erase.lua", "if version and tonumber(version) <= tonumber(ARGV[6]) then", "if version then"),
    ),
    defence(
        "an old wrapping key is overwritten",
        UNDER_FIRE,
        ("hotline/store/locks.py", "self._write(place, token_bytes(BLOCK))", "pass"),
    ),
    defence(
        "no lock is stored under a key that has been replaced",
        UNDER_FIRE,
        (f"{SCRIPTS}/_shared.lua", "if not is_current(record) then return 'generation' end", ""),
    ),
    defence(
        "a rotation replaces only the record that it has read",
        f"{ROTATION}::test_record_that_was_replaced_since_it_was_read_is_left_as_it_is",
        (f"{SCRIPTS}/rewrap.lua", "if redis.call('HGET', key, 'lock') == ARGV[at + 1] then", "if true then"),
    ),
    defence(
        "a scan during which Redis was started again is made once more",
        "tests/durability/test_rotation_cut.py::test_scan_during_which_redis_was_started_again_is_made_once_more",
        ("hotline/store/rotation.py", "return not found and before == await _run_of_redis(store)", "return not found"),
    ),
    defence(
        "a damaged lock keeps nothing else from being final",
        f"{ROTATION}::test_damaged_record_counts_as_erased_and_keeps_nothing_else_from_being_final",
        ("hotline/store/locks.py", "except LockLost:\n        return None", "except LockLost:\n        raise"),
    ),
    defence(
        "nothing is served without the key that Redis names",
        f"{ROTATION}::test_lost_wrapping_key_stops_the_start_with_a_sentence",
        ("hotline/store/rotation.py", "elif known not in store.key_file.standing():", "elif False:"),
    ),
    defence(
        "what was last said on a connection goes with it",
        f"{ROTATION}::test_connection_that_stays_in_use_is_a_new_one_soon",
        ("hotline/store/connection.py", "await connection.disconnect()", "pass"),
    ),
    defence(
        "what was last said on a connection that lies idle goes with it",
        "tests/store/test_connection.py::test_connections_that_lie_idle_are_ended",
        (
            "hotline/store/connection.py",
            "asyncio.get_running_loop().call_later(CONNECTION_SECONDS, self._end_if_idle, connection)",
            "pass",
        ),
    ),
    defence(
        "erasing needs no free memory",
        "tests/durability/test_trouble.py::test_full_memory_refuses_clearly_keeps_all_and_still_erases_for_good",
        (f"{SCRIPTS}/_shared.lua", "redis.call('DEL', given.scratch) end", "end"),
    ),
    defence(
        "freed memory is overwritten",
        FORGETTING,
        ("hotline/stack/part.py", '"MALLOC_PERTURB_": "165"', '"MALLOC_PERTURB_": "0"'),
        ("hotline/stack/part.py", '"junk:free,dirty_decay_ms:1000,muzzy_decay_ms:0"', '"junk:false"'),
    ),
    defence(
        "our own processes take every object from the allocator that overwrites",
        f"{PARTS}::test_freed_memory_of_each_part_is_overwritten",
        ("hotline/stack/supervise.py", "kept | WIPE_FREED_PYTHON |", "kept |"),
    ),
    defence(
        "no process leaves a copy of its memory when it crashes",
        f"{PARTS}::test_private_things_are_private",
        ("hotline/stack/leash.py", "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))", "pass"),
    ),
    defence(
        "files are their owner's alone",
        f"{PARTS}::test_private_things_are_private",
        ("hotline/stack/leash.py", "os.umask(0o077)", "os.umask(0)"),
    ),
    defence(
        "Redis's scripts forget",
        FORGETTING,
        (f"{SCRIPTS}/settle.lua", "forget_what_scripts_did()\noverwrite_free_places()\ncollectgarbage()\n", ""),
        (f"{SCRIPTS}/forget.lua", "forget_what_scripts_did()\n", ""),
    ),
    defence(
        "what commands answered scripts is overwritten",
        FORGETTING,
        (f"{SCRIPTS}/_shared.lua", "redis.call('ECHO'", "string.format('%s'"),
    ),
    defence(
        "small sets are not packed",
        FORGETTING,
        (REDIS, '("zset-max-ziplist-entries", "0")', '("zset-max-ziplist-entries", "128")'),
        (REDIS, '("zset-max-ziplist-value", "0")', '("zset-max-ziplist-value", "64")'),
    ),
    defence(
        "the buffer of Redis's file is replaced",
        FORGETTING,
        (f"{SCRIPTS}/settle.lua", "then replace_file_buffer(ARGV[2]) end", "then redis.call('DEL', ARGV[2]) end"),
    ),
    defence(
        "the wrapping key is replaced after an erasure",
        WORKER,
        ("hotline/store/jobs.py", '    Duty("workers.jobs.shred", 3),', "    # "),
    ),
    defence(
        "Redis's file is written anew, after an erasure and hourly",
        WORKER,
        ("hotline/store/jobs.py", '    Duty("workers.jobs.rewrite", 10),\n', ""),
        ("hotline/store/jobs.py", '    Duty("workers.jobs.tidy", 3600),\n', ""),
    ),
    defence(
        "memory is read whole",
        f"{SEARCH}::test_memory_is_searched_with_controls_and_left_as_it_was",
        ("hotline/drill/processes.py", 'is_own = rights.startswith("rw") or inode == "0"', 'is_own = inode != "0"'),
    ),
    defence(
        "what is compressed is looked into",
        f"{SEARCH}::test_what_is_compressed_is_looked_into",
        ("hotline/drill/streams.py", "for header in _HEADER.finditer(octets):", "for header in _HEADER.finditer(b''):"),
    ),
)
