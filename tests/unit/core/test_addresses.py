"""Addresses of sources as people write them."""

import pytest

from core import addresses
from core.errors import BadInput

GOOD = """
preview:novosti | preview:novosti
preview:@novosti | preview:novosti
preview:https://t.me/s/novosti | preview:novosti
max:-77 | max:-77
site:https://Site.example | site:https://site.example/
site:https://site.example:8443/rss?id=5#top | site:https://site.example:8443/rss?id=5
telegram:t.me/novosti | telegram:novosti
vk:https://vk.com/selo | vk:selo
"""
BAD = """
preview:-100500
preview:ab
preview:+joinchat
max:77
max:novosti
max:
site:site.example
site:ftp://site.example/
site:https://user:word@site.example/
site:https://
site:https://site.example/a b
site:https://[::1/
ok:group
vk:id5
somewhere:x
"""


@pytest.mark.parametrize("case", GOOD.strip().splitlines())
def test_an_address_is_brought_to_one_form(case):
    written, _, key = case.partition(" | ")
    assert str(addresses.parse(written)) == key


@pytest.mark.parametrize("written", BAD.strip().splitlines())
def test_what_is_no_source_is_refused_in_words(written):
    with pytest.raises(BadInput, match=r"источник|площадка"):
        addresses.parse(written)
