"""Filters by codes of the profile: an unknown one is a mistake of the caller, not an empty list."""

from collections.abc import Iterable

from core.errors import BadInput
from core.profile import Profile


def known(profile: Profile, blocks: Iterable[str] = (), territories: Iterable[str] = ()) -> None:
    """Raises BadInput that names the field, the unknown code and those that there are."""
    for field, given, there in (
        ("block", blocks, [block.code for block in profile.blocks]),
        ("territory", territories, [territory.code for territory in profile.territories]),
    ):
        if wrong := sorted(set(given) - set(there) - {""}):
            raise BadInput(f"поле «{field}»: в профиле нет «{wrong[0]}»; есть: {', '.join(there) or 'ничего'}")
