"""The indicators of a year as a paper."""

from core.indicators import INDICATORS, Line
from reports.indicators import indicators_paper
from tests.unit.reports.made import PROFILE


def test_the_table_of_the_year_says_in_what_its_figures_are_and_as_of_when() -> None:
    share = next(each for each in INDICATORS if each.unit == "%" and each.more)
    year = indicators_paper(2026, [Line(share, {0: 85.0}, {0: 33.3})], PROFILE).section("year")
    assert year
    assert year.sheets[0].rows == ((share.title, "%", "85", "33,3", "не выполнен"),)
    assert "на день составления" in year.text[0]
