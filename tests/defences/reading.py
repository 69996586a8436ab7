"""What a client believes of a server and of whom it talks with, and what it shows the network. protocol.md, 1 to 6."""

from tests.defences.defence import defence

TALK = "hotline/client/conversation.py"
TALKING = "tests/client/test_conversation.py"
POST = "tests/client/test_post.py"
ORGANIZATION = "tests/client/test_organization.py"
STALE = "tests/attacks/test_attack_7_stale_directory.py"
REFUSES = f"{STALE}::test_a_client_refuses_what_is_expired_lower_or_breaks_the_history"
TWO_DESKS = "tests/crypto/test_attack_3_two_desk_slot.py"

READING = (
    defence(
        "all requests have one size",
        f"{POST}::test_all_requests_of_a_caller_have_one_length_and_no_telling_header",
        ("hotline/client/post.py", 'return payload.ljust(REQUEST_PAYLOAD, b"\\0")', "return payload"),
    ),
    defence(
        "a request has no header that tells",
        f"{POST}::test_all_requests_of_a_caller_have_one_length_and_no_telling_header",
        ("hotline/client/post.py", "self._http.headers.clear()", "pass"),
    ),
    defence(
        "a caller's requests leave at the beats",
        f"{POST}::test_beats_come_at_fixed_distances_and_are_not_made_up_for",
        ("hotline/client/rhythm.py", "await sleep(at - now)", "pass"),
    ),
    defence(
        "a page's requests leave at the beats",
        "tests/js/peer/rhythm.test.js",
        ("hotline/web/peer/rhythm.js", "await rest(at - now);", ""),
    ),
    defence(
        "nobody is put to work for hours",
        f"{POST}::test_an_answer_that_asks_for_more_work_than_anyone_does_is_no_answer",
        ("hotline/client/post.py", "if max(answer.exchange_bits, answer.other_bits) > BITS_AT_MOST:", "if False:"),
    ),
    defence(
        "a directory does not go back",
        REFUSES,
        (
            "crypto/directory.py",
            "    if new.version <= known_version:\n",
            "    if new.version <= known_version:\n        return\n    if False:\n",
        ),
    ),
    defence(
        "a directory's history holds the one that is known",
        REFUSES,
        (
            "crypto/directory.py",
            "if new.version - known_version <= HISTORY and known_hash not in new.history:",
            "if False:",
        ),
    ),
    defence(
        "a directory ends",
        REFUSES,
        ("crypto/directory.py", "in_time = directory.issued <= now + 1 and now < directory.expires", "in_time = True"),
    ),
    defence(
        "a card made with an old directory alerts the coordinator",
        f"{STALE}::test_a_card_that_names_a_superseded_directory_alerts_the_coordinator",
        ("hotline/client/seen.py", "return later is not None and later + 1 < opened", "return False"),
    ),
    defence(
        "an older vault is noticed by how much was read",
        f"{TALKING}::test_an_older_vault_is_noticed_when_more_was_read_than_it_remembers_sending",
        (TALK, "if seen > self.next_send:", "if False:"),
    ),
    defence(
        "an older vault is noticed by what was read last",
        f"{TALKING}::test_an_older_vault_is_noticed_when_another_message_was_read_in_the_place_of_its_own",
        (TALK, "and not _same(heard, last.lock):", "and False:"),
    ),
    defence(
        "an older vault is noticed by what stands at its own address",
        f"{TALKING}::test_its_own_address_taken_by_another_message_shows_an_older_vault",
        (TALK, "and standing != lock:", "and False:"),
    ),
    defence(
        "a page notices an older vault",
        "tests/js/peer/conversation.test.js",
        ("hotline/web/peer/conversation.js", "if (seen > this.nextSend) throw new OldVault();", ""),
    ),
    defence(
        "a key is destroyed once its successor was used",
        f"{TALKING}::test_a_key_is_destroyed_once_its_successor_was_used",
        ("crypto/conversation.py", "return self if opened_with != self.mine else", "return self if True else"),
    ),
    defence(
        "nobody is sealed to with a key that is none",
        f"{TALKING}::test_a_message_with_a_key_that_cannot_be_sealed_to_is_dropped",
        (TALK, "if not can_be_sealed_to(message.own_pk):", "if False:"),
    ),
    defence(
        "a slot yields the case that it came under",
        f"{TWO_DESKS}::test_a_key_that_opens_but_names_another_case_shows_nothing",
        ("crypto/case.py", "if case_id(case_key) != slot.case_id:", "if False:"),
    ),
    defence(
        "a seed counts only if the directory has its key",
        f"{ORGANIZATION}::test_a_seed_counts_only_if_its_key_stands_in_the_directory",
        ("hotline/client/keyring.py", " if epoch.seal_pk == public]", "]"),
    ),
    defence(
        "a seed is destroyed after its last case",
        f"{ORGANIZATION}::test_a_seed_is_destroyed_two_hours_after_its_last_case_must_have_ended",
        ("hotline/client/keyring.py", "self.seeds = [one for one in self.seeds if one.to_hour > oldest]", "pass"),
    ),
    defence(
        "new keys for a desk replace all that were prepared",
        f"{ORGANIZATION}::test_new_keys_for_a_desk_replace_all_prepared_and_leave_other_desks_alone",
        ("hotline/client/draft.py", 'desk["id"] in change.desks, draft', "False, draft"),
    ),
    defence(
        "a new member secret stands alone",
        f"{ORGANIZATION}::test_new_keys_for_a_desk_replace_all_prepared_and_leave_other_desks_alone",
        ("hotline/client/draft.py", "*([] if change.secret else members[:1])", "*members[:1]"),
    ),
    defence(
        "a link names its coordinator",
        f"{ORGANIZATION}::test_a_link_is_not_waited_for_after_two_days_and_not_taken_for_another_coordinators",
        ("hotline/client/enrolment.py", "if digest(one.seal_pk)[:HINT_BYTES] == self.hint:", "if True:"),
    ),
    defence(
        "a link is waited for two days",
        f"{ORGANIZATION}::test_a_link_is_not_waited_for_after_two_days_and_not_taken_for_another_coordinators",
        ("hotline/client/enrolment.py", "LINK_HOURS = 48", "LINK_HOURS = 480"),
    ),
    defence(
        "who was revoked keeps nothing",
        "tests/client/test_enrolment.py::test_who_was_revoked_is_told_so_and_keeps_nothing",
        (
            "hotline/client/responder_state.py",
            "self.ended, self.keyring, self.office = REVOKED, Keyring(), None",
            "self.ended, self.office = REVOKED, None",
        ),
    ),
    defence(
        "a codename has a check byte",
        "tests/web/test_codename_twins.py::test_of_two_lists_the_check_byte_decides_and_the_pages_language_is_read_first",
        ("crypto/codename.py", "if _checked(eleven[:TEN], site) == eleven:", "if True:"),
    ),
    defence(
        "words of a stranger command no terminal",
        "tests/commands/test_talking.py::test_words_of_a_stranger_command_no_terminal",
        ("hotline/commands/talking.py", "|[\\u202d\\u202e]", ""),
    ),
    defence(
        "words of a stranger turn no page around",
        "tests/web/test_caller_journey.py::test_what_a_stranger_wrote_is_shown_as_text_and_turns_nothing_around_by_force",
        ("hotline/web/shared/dom.js", 'return text.replace(/[\\u202d\\u202e]/g, "");', "return text;"),
    ),
)
