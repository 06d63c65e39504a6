"""An analysis of causes as a document (decrees 000, п. 3.4–3.5; 001, п. 2.5в, 2.6в; 003, п. 2.5–2.6; 004, III.4.4)."""

from collections.abc import Sequence

from core.acts import Act, Grid, Heading, Part, Points, Sign, Words
from core.labels import THEME_TITLES, Theme
from core.profile import Profile
from core.reasons import plural
from core.roadmap_papers import HEAD, territory
from core.roadmaps import Factor
from core.weekly import Cause


def causes_paper(
    theme: Theme | None, causes: Sequence[Cause], texts: int, factors: Sequence[Factor], days: str, profile: Profile
) -> Act:
    """An analysis: where a theme (None: any) stands out in the last whole week, its texts parted by cause."""
    own = [each for each in factors if theme in (None, each.theme)]
    about = f" по теме «{THEME_TITLES[theme]}»" if theme else ""
    parts: list[Part] = [
        Heading("Факторы роста"),
        *_factors(own, profile),
        Heading("Вероятные причины"),
        *_causes(causes, texts),
        Sign(profile.roles.get("head") or HEAD),
    ]
    return Act(profile.centre, f"Причины и факторы роста сообщений{about}", days, tuple(parts))


def _factors(found: Sequence[Factor], profile: Profile) -> list[Part]:
    if not found:
        return [Words("Против четырёх прежних недель ни на одной территории ничего не выделяется.")]
    rows = [
        (
            THEME_TITLES[each.theme],
            territory(each.territory, profile),
            str(each.weeks[-1]),
            f"{each.mean:.1f}".replace(".", ","),
        )
        for each in found
    ]
    heads = ("Тема", "Территория", "За последнюю целую неделю", "В среднем за четыре прежние")
    return [Grid(heads, rows, (34, 30, 18, 18))]


def _causes(found: Sequence[Cause], texts: int) -> list[Part]:
    if not found:
        none = "Сообщений за эти дни нет." if not texts else "Общих причин не видно: сообщения говорят о разном."
        return [Words(none)]
    return [part for each in found for part in _cause(each, texts)]


def _cause(one: Cause, texts: int) -> list[Part]:
    held = ", ".join(f"№ {number}" for number in one.incidents[:12])
    words = f"Слова: {', '.join(one.words)} — {one.size} из {plural(texts, 'текста', 'текстов', 'текстов')}."
    said = [f"«{quote}»" for quote in one.quotes]
    return [Words(words), *([Points(said)] if said else []), *([Words(f"Вопросы: {held}.")] if held else [])]
