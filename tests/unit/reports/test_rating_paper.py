"""The rating as a paper: why a recipient has no place."""

from core.profile.reporting import Reporting
from core.rating import rated
from core.weekly import Ordered
from reports.rating import rating_paper
from tests.unit.reports.made import PERIOD, PROFILE, SINCE, UNTIL, case, plain


def told(n: int) -> tuple[str, str]:
    found = rated([case(number) for number in range(1, n + 1)], SINCE, UNTIL, Reporting(), 5)
    section = rating_paper(found, Ordered(PERIOD), PROFILE).section("blocks")
    return plain("\n".join(section.text)), section.sheets[0].rows[0][2]


def test_many_cases_with_nothing_to_judge_are_not_called_few() -> None:
    assert told(6) == (
        "Без места — 1: ни ответов с оценкой, ни просроченных вопросов за период ещё нет.",
        "ещё нечего оценить",
    )


def test_few_cases_are_called_few() -> None:
    assert told(2) == ("Без места — 1: меньше 5 вопросов, по ним судить нельзя.", "мало вопросов")


def test_what_is_counted_has_one_name_and_is_explained() -> None:
    found = rated([case(number) for number in range(1, 7)], SINCE, UNTIL, Reporting(), 5)
    paper = rating_paper(found, Ordered(PERIOD), PROFILE)
    sheet = paper.sections[0].sheets[0]
    assert sheet.heads[3:5] == ("Учтено вопросов", "Просрочено")
    assert sheet.rows[0][3:5] == (str(len(found.blocks[0].counted)), str(len(found.blocks[0].overdue)))
    assert "Учтены вопросы, которые за период поступили" in plain("\n".join(paper.sections[-1].text))
