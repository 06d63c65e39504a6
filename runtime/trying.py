"""Trying a source with the credentials at hand, before and after it is added."""

from core.addresses import SEARCH
from core.errors import Denied, Transient
from core.ports import Finding, bar_of
from core.posts import Platform, Source, SourceKey
from runtime.wiring import House


def refuse_unlawful(key: SourceKey) -> None:
    """Raises Denied for a source that must never be one: a search for a person. Asks nobody."""
    if key.platform is Platform.VK and key.address.startswith(SEARCH):
        from collectors.vk.where import SearchFor, where
        from collectors.vk.words import refuse_persons

        at = where(key.address)
        refuse_persons(at.words if isinstance(at, SearchFor) else "")


def tried(house: House, source: Source) -> list[Finding]:
    """What was tried; a refusal on the way is the last finding."""
    found: list[Finding] = []
    try:
        checker = house.checker(source.key.platform)
        if checker is None:
            return [Finding("настройки площадки заданы", True, "сам доступ проверит первое чтение")]
        with house.session(source.key.platform, patient=False):
            found.extend(checker.check(source))
    except (Transient, Denied) as error:
        found.append(Finding("проверка", False, str(error), bar=bar_of(error)))
    return found
