"""What stands before and around the hotline on a server: Caddy's file and systemd's units."""

from tests.defences.defence import defence

CADDY = "hotline/setup/etc/caddy/Caddyfile"
HARDENED = "hotline/setup/etc/systemd/system/hotline-.service.d/hardened.conf"
REDIS_UNIT = "hotline/setup/etc/systemd/system/hotline-redis.service"
IN_FRONT = "tests/setup/test_in_front.py"
ACCEPTED = "tests/setup/test_accepted.py"
NAMES_NOBODY = f"{IN_FRONT}::test_a_sealed_case_goes_through_and_nothing_that_names_who_sent_it"
NO_COPY = f"{ACCEPTED}::test_no_process_leaves_a_copy_of_its_memory_on_a_disk"

FRONT = (
    defence(
        "a proxy says nothing of where a caller is",
        NAMES_NOBODY,
        (CADDY, "\t\theader_up -X-Forwarded-For\n", ""),
    ),
    defence(
        "a proxy hands on no header that names a caller",
        NAMES_NOBODY,
        (CADDY, '\t\theader_up User-Agent ""\n', ""),
    ),
    defence(
        "a proxy hands on nothing that makes it wait for leave to send a body",
        "tests/abuse/test_behind_proxy.py::test_who_asks_for_leave_to_go_on_spoils_no_request_of_another",
        (CADDY, "\t\theader_up -Expect\n", ""),
    ),
    defence(
        "a proxy hands on nobody's wish for another protocol",
        "tests/abuse/test_behind_proxy.py::test_who_asks_for_another_protocol_spoils_no_request_of_another",
        (CADDY, "\t\theader_up -Connection\n\t\theader_up -Upgrade\n", ""),
    ),
    defence(
        "a proxy does not say what it is",
        f"{IN_FRONT}::test_a_page_comes_through_with_all_its_headers_and_none_that_tell",
        (CADDY, "\t\t-Server\n", ""),
    ),
    defence(
        "a proxy writes nothing of who came",
        f"{IN_FRONT}::test_it_says_nothing_of_who_came",
        (CADDY, "\t\tlevel ERROR\n\t\tinclude tls.obtain tls.renew\n", "\t\tlevel DEBUG\n"),
    ),
    defence(
        "a proxy takes nothing that is too large",
        f"{IN_FRONT}::test_what_is_too_large_is_refused",
        (CADDY, "max_size 1MB", "max_size 9MB"),
    ),
    defence("no core is dumped", NO_COPY, (HARDENED, "LimitCORE=0\n", "")),
    defence("no memory is swapped out", NO_COPY, (HARDENED, "MemorySwapMax=0\n", "")),
    defence(
        "a process of the hotline can do little",
        f"{ACCEPTED}::test_a_process_can_do_little",
        (HARDENED, "CapabilityBoundingSet=\n", ""),
        (HARDENED, "PrivateNetwork=yes\n", ""),
        (HARDENED, "PrivateUsers=yes\n", ""),
    ),
    defence(
        "Redis does not see the wrapping key",
        f"{ACCEPTED}::test_the_wrapping_key_is_beside_the_data",
        (REDIS_UNIT, "InaccessiblePaths=$keys\n", ""),
    ),
)
