"""What guards the door: codes by time, the counts of failures, passwords, addresses of own networks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import attempts, factor, passwords
from core.attempts import LIMITS, Counted, Tries
from core.errors import BadInput
from core.outside import demand_public, is_public

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SEED = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        *((59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924")),
        *((2000000000, "69279037"), (20000000000, "65353130")),
    ],
)
def test_codes_are_those_of_rfc_6238(seconds: int, expected: str) -> None:
    """Appendix B, SHA-1."""
    assert factor.code(SEED, seconds // 30, digits=8) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    list(
        enumerate(("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"))
    ),
)
def test_codes_are_those_of_rfc_4226(count: int, expected: str) -> None:
    """Appendix D."""
    assert factor.code(SEED, count) == expected


@given(st.integers(-5, 5))
def test_a_code_is_good_one_step_before_and_after(shift: int) -> None:
    step = factor.step_of(NOW) + shift
    found = factor.accepted(SEED, factor.code(SEED, step), NOW, 0)
    assert found == (step if abs(shift) <= 1 else None)


@pytest.mark.parametrize("typed", ["", "абвгде", "12345", "0" * 2000, "١٢٣٤٥٦"])
def test_nonsense_is_no_code(typed: str) -> None:
    assert factor.accepted(SEED, typed, NOW, 0) is None


def test_a_used_step_is_not_used_again() -> None:
    step = factor.step_of(NOW)
    assert factor.accepted(SEED, factor.code(SEED, step), NOW, step) is None


@given(st.lists(st.integers(0, 400), max_size=200), st.sampled_from(list(Counted)))
def test_so_many_failures_within_the_span_shut_the_door_and_no_fewer(gaps: list[int], kind: Counted) -> None:
    known: Tries | None = None
    at, window = NOW, list[datetime]()
    for gap in gaps:
        at += timedelta(seconds=gap)
        known = attempts.failed(known, kind, at)
        window = [each for each in window if known.first <= each] + [at]
        assert known.failures == len([each for each in window if each >= known.first])
        assert (known.until > at) == (known.failures >= LIMITS[kind].most)
        assert known.until - at <= LIMITS[kind].longest


def test_an_address_of_ipv6_counts_as_its_network() -> None:
    one, same = (attempts.attempts_of("a", each) for each in ("2001:db8::1", "2001:db8::2"))
    other = attempts.attempts_of("a", "2001:db8:0:1::1")
    assert one == same
    assert one[0] != other[0]
    assert "2001" not in repr(one)


@pytest.mark.parametrize(
    "bad",
    [
        *("короткий", "пароль12345", "Password2026!", "qwertyuiop", "1234567890", "йцукенгшщз", "aaaaaaaaaaaa"),
        *("0987654321", "monitor-2026", "petrova-anna1", "x" * 1001, "4839201746"),
    ],
)
def test_bad_passwords_are_refused(bad: str) -> None:
    with pytest.raises(BadInput, match="пароль"):
        passwords.check(bad, "petrova-anna")


@pytest.mark.parametrize(
    "good", ["очень длинный пароль", "correct horse battery", "zQ4-kk_09xPw", "снегирь на заборе 7"]
)
def test_good_passwords_pass(good: str) -> None:
    passwords.check(good, "petrova-anna")


INNER = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1"),
    *("169.254.169.254", "0.0.0.0", "100.64.0.1", "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]"),
    *("[64:ff9b::7f00:1]", "localhost", "LOCALHOST.", "portal", "a.local", "db.internal", "[2002:7f00:1::]"),
    *(
        "１２７.0.0.1",
        "ｌｏｃａｌｈｏｓｔ",
        "[::127.0.0.1]",
        "[64:ff9b:1::7f00:1]",
        "[fec0::1]",
        "[::ffff:0:127.0.0.1]",
    ),
]


@pytest.mark.parametrize("host", INNER)
def test_a_link_into_an_own_network_is_no_answer_for_residents(host: str) -> None:
    assert not is_public(host)
    with pytest.raises(BadInput, match="внутренней сети"):
        demand_public([f"http://{host}:8080/wall-1_2"])


@pytest.mark.parametrize(
    "link", ["https://vk.com@10.0.0.1/x", "https://vk.com:99999999/x", "http://[::1/x", "https://a@vk.com/"]
)
def test_a_link_with_a_name_in_it_or_no_host_is_no_address(link: str) -> None:
    with pytest.raises(BadInput, match="links"):
        demand_public([link])


def test_public_links_pass_and_so_do_named_inner_ones() -> None:
    demand_public(
        ["https://vk.com/wall-1_2", "https://пример.рф/a", "https://8.8.8.8/", "http://xn--e1afmkfd.xn--p1ai/"]
    )
    demand_public(["http://127.0.0.1:8080/a"], inside=["http://127.0.0.1:8080"])
    with pytest.raises(BadInput):
        demand_public(["http://127.0.0.1:80801/a"], inside=["http://127.0.0.1:8080"])
