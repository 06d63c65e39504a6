"""A code of the second factor lets one sign-in through, however many come at once. On both databases."""

import threading

from core.accounts import Role, User
from store.ledger import Store

LOGIN, AT_ONCE = "anna", 6


def test_of_sign_ins_by_one_code_at_once_one_comes_in(store: Store) -> None:
    known = User(LOGIN, "-", frozenset({Role.MONITOR}), factor="sealed", factor_step=1)
    with store.begin() as work:
        work.accounts.add_user("test", known)
    ready, let_in = threading.Barrier(AT_ONCE), list[bool]()

    def come() -> None:
        with store.read() as work:
            found = work.accounts.user("test", LOGIN)
        assert found is not None
        ready.wait()
        with store.begin() as work:
            passed = work.accounts.use_step("test", found, 2)
        let_in.append(passed)

    threads = [threading.Thread(target=come) for _ in range(AT_ONCE)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(let_in) == [False] * (AT_ONCE - 1) + [True]
    with store.read() as work:
        kept = work.accounts.user("test", LOGIN)
    assert kept is not None
    assert kept.factor_step == 2
