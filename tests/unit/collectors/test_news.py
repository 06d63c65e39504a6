"""Feeds and pages of news, by the real visitor against a site on loopback."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from collectors.news import dates, feed, markup, selectors
from collectors.news.collector import NewsCollector, Pace
from collectors.outside import is_outside
from collectors.public import Public
from core.errors import BadInput, Denied, Poison, Transient
from core.posts import Platform, Post, Source, SourceKey
from tests.peers.pages import Reply
from tests.peers.site import Site
from tests.unit.collectors.test_preview import QUICK

MOSCOW = ZoneInfo("Europe/Moscow")


class Kept:
    """A store in miniature: batches and cursor are taken together."""

    def __init__(self, collector: NewsCollector, address: str, cursor: dict | None = None) -> None:
        self.collector, self.source = collector, Source(SourceKey(Platform.SITE, address), cursor=cursor or {})
        self.posts: dict[str, Post] = {}
        self.refused: list = []

    def read(self, batches: int | None = None) -> int:
        count = 0
        passing = self.collector.batches(self.source)
        for count, batch in enumerate(passing, 1):
            self.posts |= {post.key.message: post for post in batch.posts}
            self.refused += batch.refused
            self.source = replace(self.source, cursor=batch.cursor)
            if count == batches:
                passing.close()
        return count

    def texts(self) -> dict[str, str]:
        return {key: post.text for key, post in self.posts.items() if not post.deleted}


@pytest.fixture
def site():
    with Site() as made:
        yield made


@pytest.fixture
def keep(site, door, clock):
    def made(path: str = "/news", select: tuple[str, ...] = (), **pace) -> Kept:
        public = Public("сайт", internal=True, limits=QUICK)
        collector = NewsCollector(public=public, door=door, clock=clock, zone=UTC, pace=Pace(**pace))
        return Kept(collector, f"{site.url}{path}", selectors.cursor(select))

    return made


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251"])
@pytest.mark.parametrize("path", ["/news", "/rss"])
def test_news_come_over_in_either_encoding(site, keep, path, encoding):
    site.encoding = encoding
    number = site.publish("Отключение воды", "На Полевой до 18:00")
    kept = keep(path)
    kept.read()
    assert kept.texts() == site.texts()
    post = kept.posts[f"{site.url}/news/{number}"]
    assert post.published == site.articles[number][2]
    assert (post.url, post.by_source) == (f"{site.url}/news/{number}", True)


def test_an_unchanged_feed_is_asked_for_by_its_mark_only(site, keep):
    site.publish("Отключение воды", "На Полевой")
    kept = keep("/rss")
    kept.read()
    assert kept.read() == 0
    assert "If-None-Match" in site.pages.asked[-1][1]
    site.publish("Воду дали", "Спасибо за терпение")
    kept.read()
    assert kept.texts() == site.texts()


def test_a_changed_and_a_removed_article_are_seen_when_it_is_read_again(site, keep, clock):
    changed, removed = site.publish("Воды нет", "до 18:00"), site.publish("Свет", "дадут")
    kept = keep()
    kept.read()
    site.articles[changed] = ("Воды нет", "до 20:00", site.articles[changed][2])
    del site.articles[removed]
    kept.read()
    assert len(kept.texts()) == 2, "it is not read again at once"
    clock.moment += timedelta(hours=7)
    kept.read()
    assert kept.texts() == site.texts()
    assert kept.posts[f"{site.url}/news/{removed}"].deleted


def test_an_article_of_a_feed_that_was_taken_down_becomes_a_tombstone(site, keep, clock):
    stays, removed = site.publish("Воды нет", "до 18:00"), site.publish("Свет", "дадут")
    kept = keep("/rss")
    kept.read()
    del site.articles[removed]
    clock.moment += timedelta(hours=7)
    kept.read()
    assert kept.texts() == site.texts()
    assert not kept.posts[f"{site.url}/news/{stays}"].deleted


def test_an_article_that_slid_out_of_the_feed_is_not_deleted(site, keep, clock):
    for n in range(10):
        site.publish(f"Новость {n}", "текст")
    kept = keep("/rss")
    kept.read()
    for n in range(5):
        site.publish(f"Ещё {n}", "текст")
    clock.moment += timedelta(hours=7)
    kept.read()
    assert kept.texts() == site.texts()


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_killed_reading_loses_nothing(site, keep, after):
    for n in range(30):
        site.publish(f"Новость {n}", "текст")
    kept = keep()
    kept.read(batches=after)
    kept.read()
    kept.read()
    assert kept.texts() == site.texts()


def test_selectors_of_a_person_win(site, keep):
    site.publish("Отключение", "На Полевой")
    page = '<div class="n"><a href="/news/1">x</a></div><h2><a href="/other">y</a></h2>'
    site.pages.then(Reply(body=page.encode()))
    kept = keep(select=("list=.n", "text=article p", "date=.news-date"))
    kept.read()
    assert kept.texts() == site.texts()
    assert [path for path, _ in site.pages.asked] == ["/news", "/news/1"]


@pytest.mark.parametrize("given", ["list", "list=", "other=.a", "list=..a[", f"list={'a' * 400}"])
def test_a_selector_that_is_none_is_refused(given):
    with pytest.raises(BadInput, match="--select"):
        selectors.cursor([given])


def test_a_page_without_news_is_denied_at_first_and_passes_later(site, keep):
    kept = keep()
    with pytest.raises(Denied, match="--select"):
        kept.read()
    site.publish("Отключение", "На Полевой")
    kept.read()
    site.pages.then(Reply(body=b"<html>stub"))
    with pytest.raises(Transient):
        kept.read()


def test_an_article_without_words_is_refused_alone(site, keep):
    site.publish("Пусто", "")
    good = site.publish("Отключение", "На Полевой")
    kept = keep()
    kept.read()
    assert set(kept.posts) == {f"{site.url}/news/{good}"}
    assert len(kept.refused) == 1


ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:1</id>
<title type="html">&lt;b&gt;\xd0\x94\xd0\xbe\xd1\x80\xd0\xbe\xd0\xb3\xd0\xb0&lt;/b&gt;</title>
<link rel="alternate" href="/a?id=5"/>
<updated>2026-11-20T10:00:00+03:00</updated><summary>x</summary></entry></feed>"""
BOMB = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><item>&b;</item></rss>'
OUTER = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item>&a;</item></rss>'


def test_atom_is_read():
    (item,) = feed.items(ATOM, "https://site.example/rss", MOSCOW)
    assert (item.name, item.title, item.link) == ("tag:1", "Дорога", "https://site.example/a?id=5")
    assert item.published == datetime(2026, 11, 20, 7, tzinfo=UTC)


@pytest.mark.parametrize("body", [BOMB, OUTER, b"", b"\x00" * 50], ids=["bomb", "file", "empty", "nul"])
def test_entities_and_rubbish_are_poison(body):
    with pytest.raises(Poison, match="сайт"):
        feed.items(body, "https://site.example/", UTC)


def test_a_feed_that_is_cut_off_gives_what_is_whole():
    assert feed.items(b"<rss", "https://site.example/", UTC) == []


def test_almost_xml_is_read_too():
    body = b"<rss><channel><item><title>A & B</title><guid>1</guid><pubDate>20.11.2026</pubDate></item></channel></rss>"
    (item,) = feed.items(body, "https://site.example/", UTC)
    assert (item.name, item.problem) == ("1", "")


CASES = [
    ("25 ноября 2026", "2026-11-24T21:00"),
    ("Опубликовано: 5 мая 2026 г. в 14:30", "2026-05-05T11:30"),
    ("25.11.2026 08:15", "2026-11-25T05:15"),
    ("2026-11-25T08:15:00+05:00", "2026-11-25T03:15"),
    ("Wed, 25 Nov 2026 08:15:00 +0300", "2026-11-25T05:15"),
    ("31 февраля 2026", ""),
    ("вчера", ""),
    ("", ""),
]


@pytest.mark.parametrize(("told", "moment"), CASES)
def test_dates_are_read_as_sites_write_them(told, moment):
    found = dates.read(told, MOSCOW)
    assert (found.strftime("%Y-%m-%dT%H:%M") if found else "") == moment


def test_a_page_says_its_encoding_or_it_is_guessed():
    assert markup.decoded("Вода".encode("cp1251"), "") == "Вода"
    assert markup.decoded("Вода".encode("cp1251"), "text/html; charset=windows-1251") == "Вода"
    assert markup.decoded('<meta charset="koi8-r">Вода'.encode("koi8-r"), "")[-4:] == "Вода"


INNER = ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.5.5", "169.254.169.254", "100.64.0.1", "0.0.0.0"]
INNER += ["::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1"]
INNER += ["::127.0.0.1", "64:ff9b:1::7f00:1", "fec0::1", "::ffff:0:127.0.0.1", "5f00::1", "ff02::1", "2001:db8::1"]


@pytest.mark.parametrize("address", INNER)
def test_addresses_of_the_own_network_are_not_outside(address):
    assert not is_outside(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2a02:6b8::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are(address):
    assert is_outside(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_own_network_is_refused_before_a_byte_is_sent(site, host):
    public = Public("сайт", limits=QUICK)
    with pytest.raises(Denied, match="внутренней сети"):
        public.get(site.url.replace("127.0.0.1", host), "list")
    assert site.pages.asked == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x/", "https://a:b@x/", "http://", "//x"])
def test_other_schemes_are_refused(url):
    with pytest.raises(Denied):
        Public("сайт", limits=QUICK).get(url, "list")


FATES = [
    (Reply(403), Denied),
    (Reply(404), Denied),
    (Reply(429), Transient),
    (Reply(503, headers={"Retry-After": "60"}), Transient),
    (Reply(200, b"x" * 300_000), Denied),
    (Reply(200, b"late", stall=1), Transient),
    (Reply(200, BOMB), Denied),
]


@pytest.mark.parametrize(("reply", "fate"), FATES, ids=[f"{r.status}-{n}" for n, (r, _) in enumerate(FATES)])
def test_each_odd_answer_has_its_fate(site, keep, reply, fate):
    site.publish("Отключение", "На Полевой")
    site.pages.then(reply)
    with pytest.raises(fate, match="сайт"):
        keep("/rss").read()


@pytest.mark.parametrize(("path", "told"), [("/rss", "новостей в ленте: 1"), ("/news", "ссылок на новости: 1")])
def test_a_check_counts_what_is_found(site, keep, path, told):
    site.publish("Отключение", "На Полевой")
    kept = keep(path)
    (finding,) = kept.collector.check(kept.source)
    assert (finding.works, finding.text) == (True, told)
    site.pages.then(Reply(403))
    (finding,) = kept.collector.check(kept.source)
    assert not finding.works
