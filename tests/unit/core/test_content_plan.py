"""The content plan against what a page published: in time, late, not at all, and what is not to be judged."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from core.pages import Outcome, Page, PagePost, Seen, advice, audit, audit_paper, fulfilled, plan_paper
from core.posts import Platform, SourceKey
from core.registers import Entry, Kind
from nlp.fingerprints import StoredCopies
from reports.acts import docx
from tests.unit.core.test_registers import PROFILE, text_of

ZONE = ZoneInfo("Europe/Moscow")
TODAY = date(2026, 11, 21)
TEXT = "С 15 ноября начинается приём заявлений на единое пособие: подать их можно через портал и в центрах услуг"


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def item(number: int, day: int, title: str, state: str = "planned", **body: str) -> Entry:
    return Entry(Kind.PLAN, title, date(2026, 11, day), at(1), at(1), state, {"page": "vk:adm"} | body, id=number)


def outcomes(entries: list[Entry], posts: list[PagePost], first: date | None = date(2026, 11, 1)) -> list[Outcome]:
    return [each.outcome for each in fulfilled(entries, posts, first, StoredCopies(), TODAY, ZONE)]


def test_an_item_is_known_by_its_sample_text_and_its_day_says_whether_it_is_late() -> None:
    post = PagePost(1, at(10, 22), f"{TEXT}. Подробности у нас.")
    (late,) = fulfilled([item(1, 10, "Пособие", gist=TEXT)], [post], date(2026, 11, 1), StoredCopies(), TODAY, ZONE)
    assert (late.outcome, late.came, late.post_id) == (Outcome.LATE, date(2026, 11, 11), 1)
    assert outcomes([item(1, 11, "Пособие", gist=TEXT)], [post]) == [Outcome.DONE]


def test_an_item_is_known_by_its_theme_whatever_the_cases_of_its_words() -> None:
    posts = [PagePost(1, at(10), "Сегодня о ремонте нашей Заречной улицы"), PagePost(2, at(10), "Ремонт школы")]
    assert outcomes([item(1, 10, "Ремонт Заречной улицы")], posts) == [Outcome.DONE]
    assert outcomes([item(1, 10, "Ремонт")], posts) == [Outcome.ABSENT], "one word tells no theme"


def test_a_post_places_one_item_only_and_a_post_of_long_ago_places_none() -> None:
    twice = [item(1, 10, "Ремонт Заречной улицы"), item(2, 11, "Ремонт Заречной улицы")]
    assert outcomes(twice, [PagePost(1, at(10), "Ремонт Заречной улицы")]) == [Outcome.DONE, Outcome.ABSENT]
    assert outcomes(twice[:1], [PagePost(1, at(6), "Ремонт Заречной улицы")]) == [Outcome.ABSENT]


def test_days_to_come_and_days_before_the_record_are_not_judged() -> None:
    assert outcomes([item(1, 21, "Ремонт улицы")], []) == [Outcome.AHEAD]
    assert outcomes([item(1, 10, "Ремонт улицы")], [], date(2026, 11, 12)) == [Outcome.UNSEEN]
    assert outcomes([item(1, 10, "Ремонт улицы")], [], None) == [Outcome.UNSEEN]


def test_what_a_person_has_said_goes_before_what_was_found() -> None:
    posts = [PagePost(1, at(10), "Ремонт Заречной улицы")]
    said = [
        item(1, 10, "Ремонт Заречной улицы", "missed", why="снята"),
        item(2, 10, "Другое дело", "placed", placed="2026-11-12", link="https://vk.com/wall-1_1"),
    ]
    assert outcomes(said, posts) == [Outcome.ABSENT, Outcome.LATE]


def test_the_report_and_the_advice_tell_the_plan() -> None:
    page = Page(SourceKey(Platform.VK, "adm"), "Администрация округа")
    posts = [PagePost(1, at(10), "Ремонт Заречной улицы")]
    plan = [item(1, 10, "Ремонт Заречной улицы"), item(2, 12, "Приём граждан главой")]
    one = audit(page, Seen(posts, (), at(1)), (), StoredCopies(), date(2026, 11, 1), date(2026, 11, 20), ZONE)
    one = replace(one, plan=fulfilled(plan, posts, date(2026, 11, 1), StoredCopies(), TODAY, ZONE))
    told = text_of(docx(audit_paper([one], one.since, one.until, PROFILE)))
    assert "Контент-план: 2 публикации; вышло в срок — 1, не вышло — 1 (по отметкам" in told
    assert "выдерживать контент-план: не вышло — 1 из 2" in advice(one)


def test_the_plan_of_a_month_counts_as_the_report_on_pages_does_and_says_by_what() -> None:
    posts = [PagePost(1, at(12), "Ремонт Заречной улицы")]
    plan = [
        item(1, 10, "Ремонт Заречной улицы"),
        item(2, 12, "Приём граждан главой", "missed", why="карантин"),
        item(3, 25, "Ярмарка вакансий"),
    ]
    found = fulfilled(plan, posts, date(2026, 11, 1), StoredCopies(), TODAY, ZONE)
    strays = fulfilled([item(4, 9, "Чужая новость", page="vk:nobody")], (), None, StoredCopies(), TODAY, ZONE)
    told = text_of(docx(plan_paper(found, strays, date(2026, 11, 1), date(2026, 11, 30), PROFILE)))
    whole = "вышло с опозданием — 1, не вышло — 1, срок не наступил — 1, страница не собиралась — 1"
    assert f"Всего 4 публикации; {whole}." in told
    assert "Так же считает отчёт о работе госпабликов" in told
    assert "по страницам реестра — 3; страница не из реестра — 1" in told
    assert "вышла с опозданием\n12.11.2026" in told
    assert "не вышла (отмечено сотрудником: карантин)\n—" in told
    assert told.index("Чужая новость") < told.index("Ремонт Заречной улицы"), "by their days"
