"""Links are understood as people copy them, without the name of a platform before them."""

import pytest

from core import addresses
from core.errors import BadInput


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("https://vk.com/selo", "vk:selo"),
        ("vk.com/board5", "vk:club5/board"),
        ("https://t.me/name_sela", "telegram:name_sela"),
        ("t.me/name_sela/15?single", "telegram:name_sela"),
        ("telegram:https://t.me/name_sela/15", "telegram:name_sela"),
        ("https://t.me/s/name_sela", "preview:name_sela"),
        ("https://t.me/c/1234567890/15", "telegram:1234567890"),
        ("https://selo.example/news/", "site:https://selo.example/news/"),
    ],
)
def test_a_bare_link_names_its_platform(written: str, key: str) -> None:
    assert str(addresses.parse(written)) == key


@pytest.mark.parametrize("written", ["https://t.me/+AbC", "t.me/joinchat/AbC", "telegram:https://t.me/+AbC"])
def test_an_invitation_is_refused_with_what_to_do(written: str) -> None:
    with pytest.raises(BadInput, match="вступите по нему"):
        addresses.parse(written)


def test_a_link_to_a_persons_page_is_refused() -> None:
    with pytest.raises(BadInput, match="личная страница"):
        addresses.parse("https://vk.com/id5")
