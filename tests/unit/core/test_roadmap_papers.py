"""The documents of a road map and of causes: what each says, and what it says where there is nothing."""

from datetime import UTC, date, datetime

from core.acts import Act, Grid, Points, Words
from core.cause_papers import causes_paper
from core.labels import Theme
from core.measures import Measure, State
from core.roadmap_papers import roadmap_paper
from core.roadmaps import Effect, Factor, RoadMap
from core.weekly import Cause
from profiles import FOLDER, read

PROFILE = read(FOLDER / "yasnobor.toml")
MADE = datetime(2026, 11, 1, tzinfo=UTC)
CARD = RoadMap(
    1, "Тепло", Theme.HOUSING, date(2026, 11, 2), date(2026, 12, 1), MADE, cause="Насос изношен.", territory="losemkha"
)
TODAY = date(2026, 11, 20)


def words(act: Act) -> str:
    return "\n".join(part.text for part in act.parts if isinstance(part, Words))


def rows(act: Act) -> list[tuple[str, ...]]:
    return [tuple(row) for part in act.parts if isinstance(part, Grid) for row in part.rows]


def test_a_road_map_tells_its_cause_its_measures_by_their_terms_and_what_changed() -> None:
    measures = [
        Measure(2, "Купить насос", "communal", MADE, due=date(2026, 11, 30)),
        Measure(1, "Проверить сеть", "communal", MADE, "Начальник отдела ЖКХ", date(2026, 11, 10)),
        Measure(3, "Слить", "communal", MADE, due=date(2026, 11, 5), state=State.DONE, proof="акт", moved_at=MADE),
    ]
    act = roadmap_paper(CARD, measures, Effect(12, 3, 18), TODAY, PROFILE)
    assert (act.title, act.subtitle) == ("Дорожная карта «Тепло»", "с 2 ноября 2026 г. по 1 декабря 2026 г.")
    assert "Тема: «ЖКХ», Лосемха." in words(act)
    assert "Первопричина: насос изношен." in words(act)
    assert "Сообщений за 18 дней до начала — 12, за столько же последних — 3." in words(act)
    assert [row[1] for row in rows(act)] == ["Слить", "Проверить сеть", "Купить насос"]
    assert [row[4] for row in rows(act)] == ["исполнено: акт", "срок истёк", "исполняется"]
    assert rows(act)[2][2] == "блок «Жилищно-коммунальное хозяйство и энергетика»"


def test_a_road_map_without_measures_or_days_says_so() -> None:
    act = roadmap_paper(CARD, [], Effect(0, 0, 0), TODAY, PROFILE)
    assert "ещё не внесено" in words(act)
    assert "Сравнивать ещё не с чем" in words(act)


def test_causes_are_told_with_their_quotes_and_factors_with_their_weeks() -> None:
    cause = Cause(("насос", "котельная"), 4, ("Где насос?",), (7, 9))
    act = causes_paper(Theme.HOUSING, [cause], 21, [Factor(Theme.HOUSING, "", (1, 2, 3, 2, 9))], "за неделю", PROFILE)
    assert act.title == "Причины и факторы роста сообщений по теме «ЖКХ»"
    assert rows(act) == [("ЖКХ", "не определена", "9", "2,0")]
    assert "Слова: насос, котельная — 4 из 21 текста." in words(act)
    assert [part.lines for part in act.parts if isinstance(part, Points)] == [["«Где насос?»"]]
    assert "Вопросы: № 7, № 9." in words(act)


def test_no_causes_and_no_texts_are_two_things() -> None:
    assert "говорят о разном" in words(causes_paper(None, [], 5, [], "", PROFILE))
    assert "Сообщений за эти дни нет" in words(causes_paper(None, [], 0, [], "", PROFILE))


def test_of_a_theme_no_growth_of_another_is_told() -> None:
    grown = [Factor(theme, "", (1, 2, 3, 2, 9)) for theme in (Theme.HOUSING, Theme.ROADS)]
    for theme, told in ((Theme.ROADS, ["Дороги"]), (None, ["ЖКХ", "Дороги"])):
        assert [row[0] for row in rows(causes_paper(theme, [], 5, grown, "", PROFILE))] == told
