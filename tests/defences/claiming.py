"""Who may hold a case, for how long, and what a former holder gets. docs/protocol.md, 5."""

from tests.defences.defence import defence

SCRIPTS = "hotline/store/scripts"
LEASES = "hotline/store/leases.py"
CASES = "tests/store/test_cases.py"
DOORS = "tests/routes/test_doors.py"
ORACLE = "tests/attacks/test_attack_6_status_oracle.py"

CLAIMING = (
    defence(
        "a case is claimed once",
        f"{CASES}::test_first_claim_of_fifty_wins_and_only_hers_is_repeated",
        (f"{SCRIPTS}/claim.lua", "if is_held(case_id) or is_remembered(ARGV[5])", "if is_remembered(ARGV[5])"),
    ),
    defence(
        "a claim needs the member secret",
        f"{CASES}::test_wrong_member_secret_reads_and_claims_nothing",
        (f"{SCRIPTS}/claim.lua", "if not is_member(ARGV[4]) or", "if"),
    ),
    defence(
        "slots are for members",
        f"{DOORS}::test_member_sees_the_case_and_nobody_else_does",
        (f"{SCRIPTS}/visible.lua", "if not is_member(ARGV[4]) then return false end", ""),
    ),
    defence(
        "counts of a bucket are for members",
        f"{DOORS}::test_counts_of_a_bucket_are_for_members",
        (f"{SCRIPTS}/shelf.lua", "if not is_member(ARGV[3]) then return false end", ""),
    ),
    defence(
        "watching is for members",
        f"{DOORS}::test_watching_needs_the_member_secret",
        ("hotline/routes/watch.py", "if not await buckets.is_member", "if await buckets.is_member"),
    ),
    defence(
        "a new directory shuts old members out",
        f"{DOORS}::test_new_directory_shuts_old_members_out_at_once",
        (f"{SCRIPTS}/publish.lua", "redis.call('DEL', given.members)", ""),
    ),
    defence(
        "a claim is signed by who opened the slot",
        f"{CASES}::test_claim_that_another_key_signed_is_refused",
        (LEASES, 'if not _holds(case_id, asked["signature"], "claim", case_id, asked["lease_pk"]):', "if False:"),
    ),
    defence(
        "only the lease's holder accepts, renews, puts back and closes",
        f"{CASES}::test_next_claimant_after_a_lapse_has_the_next_term",
        (LEASES, 'if not answer or not _holds(answer[0], asked["signature"], verb, *signed):', "if not answer:"),
    ),
    defence(
        "a lease ends",
        f"{CASES}::test_accepting_gives_the_body_and_the_same_again_while_the_lease_lasts",
        (f"{SCRIPTS}/_shared.lua", "return lapse and tonumber(lapse) > given.minute", "return lapse"),
    ),
    defence(
        "a lease key is good for one claim",
        f"{CASES}::test_lease_key_of_any_earlier_claim_is_never_good_again",
        (f"{SCRIPTS}/claim.lua", "if string.sub(used, at, at + 31) == lease then return {} end", ""),
    ),
    defence(
        "each acceptance has a term of its own",
        "tests/attacks/test_attack_1_former_claimant.py::test_who_accepted_and_lapsed_reaches_nothing_of_the_next_term",
        (f"{SCRIPTS}/accept.lua", "term = redis.call('HINCRBY', key, 'terms', 1) - 1", "term = 0"),
    ),
    defence(
        "renewing and closing need an acceptance",
        f"{CASES}::test_renewing_makes_the_lease_last_three_days",
        (
            f"{SCRIPTS}/hold.lua",
            "if verb ~= 'put back' and not redis.call('HGET', key, 'accepted') then return 'refused' end",
            "",
        ),
    ),
    defence(
        "a case ends for everyone",
        f"{CASES}::test_case_ends_after_a_week_leases_and_all",
        (f"{SCRIPTS}/_shared.lua", "return ends and tonumber(ends) > given.hour", "return ends"),
    ),
    defence(
        "a claimant gets the part of the lock that is for the sheet, and no other",
        f"{ORACLE}::test_no_answer_before_accepting_holds_the_body_or_its_lock",
        (LEASES, "Claimed(int(claims), hashing.sheet_lock(lock), sheet)", "Claimed(int(claims), lock, sheet)"),
    ),
    defence(
        "what is not there and what is not to be had are one answer",
        f"{ORACLE}::test_refused_claims_look_alike_in_size_content_and_time",
        (
            "hotline/routes/post.py",
            "    if claimed is None:\n        return Said(REFUSED)",
            "    if claimed is None:\n"
            '        stands = await service.store.redis.exists(b"case:" + asked.payload[32:64])\n'
            "        return Said(REFUSED if stands else DONE)",
        ),
    ),
)
