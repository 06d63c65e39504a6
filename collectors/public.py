"""Public pages of the web by GET: bounded in time and size, polite, every refusal with its fate."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import cast
from urllib.parse import urljoin, urlsplit

import requests

from collectors import robots
from collectors.outside import Inward, guard
from collectors.robots import Robots
from core.errors import Denied, McuError, Poison, Transient
from core.ports import Gate, Open
from core.troubles import trouble

AGENT = "mcu-monitor (municipal monitoring of public pages)"
LATER, LONGEST_WAIT = timedelta(minutes=1), timedelta(days=1)
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5
NOT_CHANGED = 304
_PASSING = (408, 425, 429)
_SAID: Mapping[int, str] = {
    401: "страница требует входа",
    403: "доступ к странице закрыт",
    404: "такой страницы нет",
    410: "страница удалена",
    451: "страница закрыта по закону",
}
_PIECE = 2**16


class Gone(Denied):
    """The page was taken down, or never was: 404 and 410."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: status (200 or 304), body, the address at which it was found, headers with names in lower case."""

    status: int
    body: bytes
    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of one connection and of a whole answer, bytes of an answer, seconds between two requests."""

    timeout: float = 20
    whole: float = 60
    largest: int = 8 * 2**20
    gap: float = 1


class Public:
    """A visitor of public pages. `name` begins every reason; `internal` lets it reach the own network, too; `named` are
    single addresses there (`http://host:port`) that it may reach all the same.

    With `robots` it reads only what sites let programs read.

    Every call raises Transient (no network, 408, 429, 5xx), Denied (all other refusals) or Poison (too large).
    """

    def __init__(
        self,
        name: str,
        *,
        gate: Gate | None = None,
        internal: bool = False,
        named: Sequence[str] = (),
        limits: Limits | None = None,
        robots: Robots | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._name, self._gate, self._limits = name, gate or Open(), limits or Limits()
        self._clock, self._sleep, self._next, self._robots = clock, sleep, clock(), robots
        self._http = requests.Session()
        # No proxy and no password of the environment; redirects are followed by hand, each hop looked at.
        self._http.trust_env = False
        self._http.headers["User-Agent"] = AGENT
        if not internal:
            guard(self._http, named)

    def get(self, url: str, method: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The page of an address, redirects followed; `method` is what the gate counts it as."""
        return self._followed(url, method, headers or {}, self._permit)

    def _followed(
        self, url: str, method: str, headers: Mapping[str, str], permit: Callable[[str], None] | None = None
    ) -> Answer:
        for _ in range(MOST_REDIRECTS + 1):
            if permit:
                permit(url)
            answer = self._once(url, method, headers)
            if answer.status not in REDIRECTS:
                return answer
            url = urljoin(url, answer.headers.get("location", ""))
        raise Denied(f"{self._name}: страница бесконечно перенаправляет")

    def _permit(self, url: str) -> None:
        """Raise Denied for a page that its site keeps from programs."""
        if self._robots is None:
            return
        self._check(url)
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if not self._robots.of(site, lambda: self._rules(site)).allow(url):
            raise Denied(f"{self._name}: сайт не разрешает программам читать эту страницу (robots.txt)")

    def _rules(self, site: str) -> robots.Rules:
        """The site's rules. A site without the file forbids nothing; one that does not answer is asked later."""
        try:
            body = self._followed(f"{site}/robots.txt", "robots", {}).body
        except Inward:
            raise
        except (Denied, Poison):
            return robots.EVERYTHING
        return robots.read(body[: robots.LARGEST].decode("utf-8", "replace"))

    def _once(self, url: str, method: str, headers: Mapping[str, str]) -> Answer:
        self._check(url)
        self._gate.enter(method)
        self._wait()
        try:
            with self._http.get(
                url, headers=dict(headers), timeout=self._limits.timeout, stream=True, allow_redirects=False
            ) as response:
                told = {name.lower(): value for name, value in response.headers.items()}
                self._judge(response.status_code, told, method)
                return Answer(response.status_code, b"".join(self._pieces(response)), url, told)
        except requests.exceptions.SSLError as error:
            raise Transient(f"{self._name}: сертификат сайта не принят", LATER) from error
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError) as error:
            raise Denied(f"{self._name}: адрес не читается") from error
        except requests.exceptions.RequestException as error:
            raise Transient(f"{self._name}: нет связи ({trouble(error)})", LATER) from error

    def _check(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            found = parts.scheme in ("http", "https") and parts.hostname and not parts.username
        except ValueError:
            found = False
        if not found:
            raise Denied(f"{self._name}: читаются только адреса http и https без имени и пароля")

    def _wait(self) -> None:
        early = self._next - self._clock()
        if early > 0:
            self._sleep(early)
        self._next = max(self._next, self._clock()) + self._limits.gap

    def _judge(self, status: int, headers: Mapping[str, str], method: str) -> None:
        """Nothing for what is a page, or leads to one."""
        if status in (200, NOT_CHANGED, *REDIRECTS):
            return
        if status in _PASSING or status >= 500:
            raise self._later(status, headers, method)
        kind = Gone if status in (404, 410) else Denied
        raise kind(f"{self._name}: {_SAID.get(status, 'страница не отдаётся')} (ответ {status})")

    def _later(self, status: int, headers: Mapping[str, str], method: str) -> McuError:
        wait = retry_after(headers.get("retry-after", ""), datetime.now(UTC))
        if status == 429 or wait:
            self._gate.pause(method, wait or LATER, f"{self._name}: ответ {status}")
        said = "просит обращаться реже" if status == 429 else "сайт не отвечает"
        return Transient(f"{self._name}: {said} (ответ {status})", wait or LATER)

    def _pieces(self, response: requests.Response) -> Iterator[bytes]:
        """The body as it comes: a page that drips for ever, or has no end, is left."""
        size, end = 0, self._clock() + self._limits.whole
        for piece in response.iter_content(_PIECE):
            size += len(piece)
            if size > self._limits.largest:
                raise Poison(f"{self._name}: страница больше {self._limits.largest / 2**20:g} МБ")
            if self._clock() > end:
                raise Transient(f"{self._name}: страница не пришла за {self._limits.whole:g} с", LATER)
            yield cast(bytes, piece)


def retry_after(told: str, now: datetime) -> timedelta | None:
    """The wait of a Retry-After header: seconds or a date of HTTP; None where it says nothing of use."""
    if told.strip().isdecimal():
        return min(timedelta(seconds=min(int(told.strip()[:9]), 10**6)), LONGEST_WAIT) or None
    try:
        wait = parsedate_to_datetime(told) - now
    except (ValueError, TypeError):
        return None
    return min(wait, LONGEST_WAIT) if wait > timedelta(0) else None
