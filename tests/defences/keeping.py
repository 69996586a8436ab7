"""What is kept is kept once, as it was signed, and for as long as is said. docs/protocol.md, 3, 6 and 7."""

from tests.defences.defence import defence

SCRIPTS = "hotline/store/scripts"
REDIS = "hotline/stack/redis.py"
CELLS = "tests/store/test_cells.py"
VAULTS = "tests/store/test_vaults.py"
HOLDS = "tests/store/test_holds.py"
TIMES = "tests/store/test_times.py"
DOORS = "tests/routes/test_doors.py"
TROUBLE = "tests/durability/test_trouble.py"
RUNNING = "tests/stack/test_redis.py"

KEEPING = (
    defence(
        "every write is on disk before it is answered",
        "tests/durability/test_power_cut.py::test_power_cut_loses_nothing_that_was_acknowledged",
        (REDIS, '("appendfsync", "always")', '("appendfsync", "everysec")'),
    ),
    defence(
        "one message at an address",
        f"{CELLS}::test_same_bytes_are_done_again_and_others_taken",
        (f"{SCRIPTS}/_shared.lua", "return standing == content and 'done' or 'taken'", "return 'done'"),
    ),
    defence(
        "one writer of a vault's version",
        f"{VAULTS}::test_of_two_tabs_one_wins",
        (f"{SCRIPTS}/write_vault.lua", "if version ~= before + 1 then return 'taken' end", ""),
    ),
    defence(
        "a vault is written by its own key alone",
        f"{VAULTS}::test_another_key_neither_writes_nor_erases",
        (f"{SCRIPTS}/write_vault.lua", "if standing[1] and standing[1] ~= ARGV[4] then return 'refused' end", ""),
    ),
    defence(
        "what a vault's write says is signed",
        f"{VAULTS}::test_changed_signature_is_refused",
        ("hotline/store/vaults.py", 'verify(asked["sign_pk"], asked["signature"], "vault/write", *signed)', "pass"),
    ),
    defence(
        "a new version of a vault has a new lock",
        f"{VAULTS}::test_codename_learned_later_does_not_open_an_earlier_copy",
        ("crypto/vault.py", 'return kdf(own.key, "vault/state", lock)', 'return kdf(own.key, "vault/state")'),
        (
            "crypto/vault.py",
            '"vault", own.address, u64(version), boxed=ciphertext',
            '"vault", own.address, boxed=ciphertext',
        ),
        (
            "crypto/vault.py",
            '"vault", own.address, u64(version), content=padded',
            '"vault", own.address, content=padded',
        ),
    ),
    defence(
        "a bucket holds a bounded number of cases",
        "tests/store/test_cases.py::test_full_bucket_refuses_and_keeps_what_it_has",
        (
            f"{SCRIPTS}/open.lua",
            "if fullest + 3 > most then return 'refused' end",
            "",
        ),
    ),
    defence(
        "a case is taken only into buckets that the directory names",
        f"{DOORS}::test_case_for_a_bucket_that_the_directory_does_not_name_is_refused",
        (
            "hotline/routes/post.py",
            "<= {desk.bucket for desk in directory.desks}:",
            "<= set(range(1 << 16)):",
        ),
    ),
    defence(
        "a directory is signed by the organization",
        f"{DOORS}::test_directory_is_replaced_only_by_one_that_follows_it",
        (
            "crypto/directory.py",
            "verify(root_pk, certificate[PUBLIC_KEY + 2 * U32 :], ",
            "(lambda *_: None)(",
        ),
    ),
    defence(
        "a directory is replaced by one that follows it alone",
        f"{DOORS}::test_directory_is_replaced_only_by_one_that_follows_it",
        (
            "hotline/store/directories.py",
            "follows(new, standing.directory.version, standing.directory.hash)",
            "pass",
        ),
    ),
    defence(
        "a coordinator who is left out publishes no more",
        f"{DOORS}::test_coordinator_who_is_left_out_publishes_no_more",
        ("hotline/store/directories.py", "check_signer(file, standing.directory)", "pass"),
    ),
    defence(
        "every field is declared",
        f"{HOLDS}::test_every_key_and_field_is_declared_and_every_declared_one_is_used",
        (f"{SCRIPTS}/open.lua", "'opened', given.hour,", "'opened', given.hour, 'bits', 1,"),
    ),
    defence(
        "Redis drops by itself what no worker erases",
        f"{HOLDS}::test_every_key_expires_on_a_whole_hour",
        (f"{SCRIPTS}/open.lua", "redis.call('EXPIREAT', key, given.backstop)", ""),
    ),
    defence(
        "cases are dated by the hour",
        f"{TIMES}::test_no_key_value_score_or_expiry_gives_a_minute_but_of_a_running_timer",
        (f"{SCRIPTS}/open.lua", "'opened', given.hour,", "'opened', given.minute,"),
    ),
    defence(
        "minutes of timers go when they have passed",
        f"{TIMES}::test_minutes_of_timers_are_gone_once_they_have_passed",
        (f"{SCRIPTS}/wake.lua", "redis.call('ZREM', given.due, tier)", ""),
    ),
    defence(
        "Redis's own clock says the same of all keys",
        "tests/store/test_cases.py::test_blurred_keys_say_nothing_of_when_each_was_last_used",
        ("hotline/store/timers.py", "int(await store.redis.touch(*batch)) if", "len(batch) if"),
    ),
    defence(
        "Redis's file has no date at its beginning",
        f"{TIMES}::test_no_file_gives_a_minute_and_the_queue_knows_only_the_clock",
        (REDIS, '("aof-use-rdb-preamble", "no")', '("aof-use-rdb-preamble", "yes")'),
    ),
    defence(
        "files have no time finer than the hour",
        f"{TIMES}::test_a_running_hotline_takes_the_time_of_a_write_away",
        ("hotline/stack/blur.py", "os.utime(path, ns=(hour, hour), follow_symlinks=False)", "path.lstat()"),
    ),
    defence(
        "the queue writes no file",
        f"{RUNNING}::test_queue_has_no_file_and_cannot_be_told_to_write_one",
        (REDIS, '("appendonly", "no")', '("appendonly", "yes")'),
    ),
    defence(
        "nobody reads others' commands, or empties Redis",
        f"{RUNNING}::test_commands_that_spy_or_destroy_are_refused",
        (REDIS, "+@all -@admin -@dangerous +info", "+@all"),
    ),
    defence(
        "a worker's registration names no host",
        "tests/workers/test_jobs.py::test_worker_registration_names_no_host_and_no_address",
        ("workers/__main__.py", 'self.hostname = ""', "pass"),
    ),
    defence(
        "a clock that is set back makes nothing forgotten",
        f"{TROUBLE}::test_what_was_erased_stays_so_when_the_clock_is_set_back_a_day",
        ("hotline/store/connection.py", "SET_BACK_HOURS = 25", "SET_BACK_HOURS = 0"),
    ),
)
