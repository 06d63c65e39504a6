"""Where a record that no incident bears belongs: its block by its theme, its territory by its address. Pure."""

from core.labels import Theme
from core.profile import Profile
from core.routing import Whereabouts, blocks_of


class Placing:
    """By the profile; what was told once is remembered, since few themes and addresses come again and again."""

    def __init__(self, profile: Profile, where: Whereabouts | None = None) -> None:
        self._profile, self._where = profile, where or Whereabouts(profile.territories)
        self._known: dict[str, str] = {}

    def block(self, theme: Theme) -> str:
        """The block's code."""
        return blocks_of(self._profile, theme)[0].code

    def territory(self, place: str) -> str:
        """The territory's code; empty where the address names none."""
        if place not in self._known:
            self._known[place] = self._where.of([place])
        return self._known[place]
