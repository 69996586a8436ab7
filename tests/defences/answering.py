"""One size, one time and one plain answer on the wire; bounds on who floods; and what pages may do. 6 and 7."""

from tests.defences.defence import defence

WIRE = "tests/routes/test_wire.py"
DOORS = "tests/routes/test_doors.py"
CROWD = "tests/stack/test_crowd.py"
PAGES = "tests/routes/test_pages.py"
CHANGED_ONCE = "tests/web/test_changed_once.py"
COMPLAINTS = "tests/web/test_complaints.py::test_what_a_page_may_not_do_is_heard"
ENVELOPE = "hotline/routes/envelope.py"
PROTOCOL = "hotline/stack/quiet_protocol.py"
BOUNDS = "hotline/stack/crowd.py"
HEADERS = "hotline/web/headers.py"
FILLED = "hotline/web/pages.py"
NOTHING_LISTED = ('json.dumps({"integrity": integrities}', 'json.dumps({"integrity": {}}')

ANSWERING = (
    defence(
        "all answers have one size",
        f"{WIRE}::test_everything_has_one_size_and_the_same_headers",
        (
            ENVELOPE,
            "head + said.payload + random_filling(size_bytes - ANSWER_HEAD - len(said.payload))",
            "head + said.payload",
        ),
    ),
    defence(
        "what fills an answer is random",
        f"{WIRE}::test_filling_is_random_and_never_repeats",
        (ENVELOPE, "random_filling(size_bytes", "bytes(size_bytes"),
    ),
    defence(
        "an answer leaves at the fixed time",
        f"{WIRE}::test_answers_leave_at_the_fixed_time",
        (ENVELOPE, "if beat_seconds > 0:", "if False:"),
    ),
    defence(
        "a length that no request has is refused before it is read",
        f"{WIRE}::test_another_length_is_refused_before_it_is_read",
        (ENVELOPE, "if int(length) not in sizes:", "if False:"),
    ),
    defence(
        "a stamp shows work",
        f"{WIRE}::test_forged_stamp_is_refused",
        (ENVELOPE, "or shown < bits:", "or False:"),
    ),
    defence(
        "a stamp is of this hour or the last",
        f"{WIRE}::test_stamp_of_another_hour_is_told_the_right_one",
        (ENVELOPE, "if not stamp.in_time(hour, hour_of(now)) or", "if"),
    ),
    defence(
        "opening a case gets dearer as a bucket fills up",
        "tests/abuse/test_full_bucket.py"
        "::test_places_that_are_left_are_not_had_at_the_usual_price_and_honest_callers_get_one",
        ("hotline/store/scripts/open.lua", "if given.bits_shown < needed then return needed end", ""),
    ),
    defence(
        "stamps get dearer under load",
        "tests/routes/test_load.py::test_a_stamp_must_show_more_the_more_is_under_way",
        (
            "hotline/routes/service.py",
            "extra = min((self._handling // _CALM_REQUESTS).bit_length(), _EXTRA_BITS_AT_MOST)",
            "extra = 0",
        ),
    ),
    defence(
        "those who watch have a bound",
        "tests/store/test_watches.py::test_of_too_many_watchers_the_one_that_has_been_there_longest_goes",
        ("hotline/store/watches.py", "if len(self._watchers) > WATCHERS_AT_MOST:", "if False:"),
    ),
    defence(
        "headers that tell are not kept",
        f"{CROWD}::test_address_and_headers_that_tell_are_not_kept",
        (PROTOCOL, "if name.lower() in KEPT_HEADERS:", "if True:"),
    ),
    defence(
        "an address is not kept",
        f"{CROWD}::test_address_and_headers_that_tell_are_not_kept",
        (PROTOCOL, "self.client = None", "pass"),
    ),
    defence(
        "the application forgets headers that tell",
        "tests/test_middleware.py::test_address_and_headers_that_tell_are_gone_before_anything_fails",
        ("hotline/middleware.py", "if name in KEPT_HEADERS]", "]"),
    ),
    defence(
        "a failure is not quoted",
        "tests/test_middleware.py::test_failure_is_told_by_its_type_and_place_alone",
        ("hotline/middleware.py", 'log.error("%s", place_of(failure))', 'log.error("%s", failure)'),
    ),
    defence(
        "who has been waited for longest makes room",
        f"{CROWD}::test_of_too_many_the_one_that_was_waited_for_longest_goes_and_a_new_one_is_answered",
        (BOUNDS, "while self._waiting and (len(self._held) > self.most or", "while self._waiting and ("),
    ),
    defence(
        "who is being answered does not make room",
        f"{CROWD}::test_who_is_being_answered_stays_whoever_comes",
        (PROTOCOL, "CROWD.works(self)", "pass"),
    ),
    defence(
        "bodies that do not end are held up to a bound",
        f"{CROWD}::test_half_bodies_are_held_up_to_a_bound",
        (PROTOCOL, "CROWD.brings(self, len(data))", "pass"),
    ),
    defence(
        "answers that nobody reads are held up to a bound",
        f"{CROWD}::test_answers_that_nobody_reads_are_held_up_to_a_bound",
        (PROTOCOL, "CROWD.waits(self, self.transport.get_write_buffer_size())", "CROWD.waits(self)"),
    ),
    defence(
        "who is waited for too long goes",
        f"{CROWD}::test_who_is_waited_for_too_long_is_told_so_and_goes",
        (BOUNDS, "if since < over]:", "if False]:"),
    ),
    defence(
        "who was answered gets no other answer when she asks nothing more",
        f"{CROWD}::test_who_asks_nothing_more_or_does_not_read_goes_without_another_answer",
        (
            PROTOCOL,
            "and not self.cycle.response_started):\n            self.transport",
            "):\n            self.transport",
        ),
    ),
    defence(
        "who begins to ask is waited for anew",
        f"{CROWD}::test_who_begins_to_ask_is_waited_for_anew",
        (PROTOCOL, "CROWD.begins(self)", "pass"),
    ),
    defence(
        "the head of a request has an end",
        f"{CROWD}::test_head_without_end_is_cut",
        (PROTOCOL, "if self._head_bytes > HEAD_BYTES_AT_MOST:", "if False:"),
    ),
    defence(
        "one request at a time",
        f"{CROWD}::test_next_request_is_refused_until_the_last_is_answered",
        (PROTOCOL, "raise RefusedRequest", "pass"),
    ),
    defence(
        "no other protocol is spoken",
        "tests/abuse/test_wrong_requests.py::test_who_asks_for_another_protocol_is_refused_and_nothing_more_is_read",
        (PROTOCOL, "if self.parser.should_upgrade():", "if False:"),
    ),
    defence(
        "an answer that leaves before its request is whole ends the connection",
        "tests/abuse/test_wrong_requests.py::test_what_follows_an_answer_that_came_early_is_not_taken_for_a_request",
        (PROTOCOL, "self.cycle.keep_alive, False", "self.cycle.keep_alive, self.cycle.keep_alive"),
    ),
    defence(
        "nothing is kept by a browser",
        f"{DOORS}::test_every_answer_carries_the_headers_and_no_cookie",
        (HEADERS, '        "cache-control": "no-store",\n', ""),
    ),
    defence(
        "no address tells where a caller came from",
        f"{DOORS}::test_every_answer_carries_the_headers_and_no_cookie",
        (HEADERS, '        "referrer-policy": "no-referrer",\n', ""),
    ),
    defence(
        "a page speaks with its own server alone",
        COMPLAINTS,
        (HEADERS, "connect-src 'self'", "connect-src *"),
    ),
    defence(
        "text becomes no script: Trusted Types",
        COMPLAINTS,
        (HEADERS, "; require-trusted-types-for 'script'; trusted-types hotline-worker", ""),
    ),
    defence(
        "a page has no script of its own but its list of hashes",
        f"{PAGES}::test_the_policy_of_a_page_allows_its_list_of_hashes_and_no_other_text",
        (HEADERS, "\"'wasm-unsafe-eval'\", *", "\"'wasm-unsafe-eval'\", \"'unsafe-inline'\", *"),
    ),
    defence(
        "a page lists the hash of every module",
        f"{PAGES}::test_a_page_lists_the_hash_of_every_module_that_it_may_load",
        (FILLED, *NOTHING_LISTED),
    ),
    defence(
        "a browser takes no module that was changed on the way",
        "tests/web/test_listed.py::test_a_changed_module_leaves_the_page_that_needs_none",
        (FILLED, *NOTHING_LISTED),
        (FILLED, ' integrity="{hashes[tag[2]]}"', ""),
        (FILLED, ' integrity="{integrities[one]}">', ">"),
    ),
    defence(
        "a member's page compares what its Workers load",
        f"{CHANGED_ONCE}::test_no_worker_runs_what_was_changed_in_one_answer",
        ("hotline/web/shared/start.js", "  if (await putRight(NOT_IMPORTED)) return location.reload();\n", ""),
    ),
    defence(
        "lists of words and rules are taken as listed",
        f"{CHANGED_ONCE}::test_changed_lists_of_words_are_not_taken_nor_kept",
        ("hotline/web/peer/post.js", "        integrity: this.#hashOf(path),\n", ""),
    ),
    defence(
        "a file has one spelling",
        "tests/routes/test_files.py::test_another_spelling_is_one_plain_not_found",
        ("hotline/routes/files.py", ' if scope["raw_path"] == path.encode() else None', ""),
    ),
)
