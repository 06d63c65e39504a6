"""The gate and the lease as the installation hands them out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Transient
from core.posts import Platform
from runtime.settings import Settings
from runtime.wiring import open_house
from tests.shelf import Shelf

TOKEN = "vk1.a.secret-of-the-test"


def settings(tmp_path: Path, **given: object) -> Settings:
    return Settings(home=tmp_path / "home", **given)  # type: ignore[arg-type]


@pytest.fixture
def elsewhere(shelf: Shelf) -> Iterator[dict[str, str]]:
    """Where another installation has its database."""
    given = shelf.installed()
    yield given
    shelf.forget(given)


def test_an_account_is_known_by_a_keyed_digest_and_its_secret_is_stored_nowhere(
    tmp_path: Path, installed: dict[str, str], elsewhere: dict[str, str]
) -> None:
    house = open_house(settings(tmp_path, vk_token=TOKEN, **installed))
    other = open_house(Settings(home=tmp_path / "another", **elsewhere))  # type: ignore[arg-type]  # texts
    account = house.account("vk", TOKEN)
    assert account.digest not in {"", TOKEN, other.account("vk", TOKEN).digest, house.account("vk", "another").digest}
    house.gate("vk", TOKEN).enter("wall.get")
    assert house.gate("vk", TOKEN) is house.gate("vk", TOKEN)
    with house.store.read() as work:
        assert set(work.uses.list(house.scope)) == {account}
        quota = house.quota(work, Platform.VK)
        assert house.quota(work, Platform.TELEGRAM) is None
    assert quota
    assert (quota.per_day, quota.left, house.calls(Platform.VK)) == (5_000, 4_999, 1)
    house.store.close()
    other.store.close()
    assert all(TOKEN.encode() not in path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())


def test_one_process_at_a_time_reads_with_a_telegram_session(tmp_path: Path, installed: dict[str, str]) -> None:
    house = open_house(settings(tmp_path, telegram_session="1secret", **installed), doing="mcu serve")
    with (
        house.session(Platform.TELEGRAM),
        house.session(Platform.VK),
        house.session(Platform.VK),
        pytest.raises(Transient, match="работает mcu serve"),
        house.session(Platform.TELEGRAM, patient=False),
    ):
        pass
    house.store.close()


def test_the_rate_of_vk_and_the_budgets_of_the_settings_are_in_force(tmp_path: Path) -> None:
    told = settings(tmp_path, vk_rate=1.5, budgets={"vk": {"wall.get": {"per_day": 900}}})
    found = {each.method: each for each in told.budgets_of("vk")}
    assert (found["*"].per_second, found["wall.get"].per_day, found["newsfeed.search"].per_day) == (1.5, 900, 1_000)
    own = settings(tmp_path, vk_rate=1.5, budgets={"vk": {"*": {"per_second": 2}}})
    assert {each.method: each.per_second for each in own.budgets_of("vk")}["*"] == 2
