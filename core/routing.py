"""Which block answers for a theme (decree 000, Состав; Ne, Прил. 2). Blocks may overlap."""

from core.labels import Theme
from core.profile import Block, Profile


def blocks_of(profile: Profile, theme: Theme) -> tuple[Block, ...]:
    """Blocks of a theme in the profile's order; the fallback block where none names it."""
    named = tuple(block for block in profile.blocks if theme in block.themes)
    return named or (profile.block(profile.fallback),)
