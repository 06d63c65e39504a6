"""Templates to pages. Everything is escaped; the page is never kept by a browser or a proxy."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.auth import Caller
from api.services import Services
from api.veils import veil
from api.web import files, times
from api.web.choices import REJECT_REASONS, THEMES
from api.web.faces import person
from core.reasons import plural, said, say
from core.scope import Right
from nlp.speech import agreed

NEVER_KEPT = {"Cache-Control": "no-store", "Vary": "Cookie"}


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # The files of an installation do not change under it: to look after each of them cost 150 calls a page.
        auto_reload=False,
    )
    made.globals.update(asset=files.address, plural=plural, say=say, theme_options=theme_options)
    made.globals.update(reason_options=reason_options, sign=sign)
    made.filters["thousands"] = lambda count: f"{count:,}".replace(",", "\u202f")
    made.filters["span"] = said
    made.filters["endless"] = endless
    made.filters["agreed"] = agreed
    made.filters["points"] = lambda value: f"{value:.2f}".replace(".", ",")
    return made


@cache
def sign(name: str) -> Markup:
    """A sign of the sprite by its name."""
    return Markup('<svg class="sign" aria-hidden="true"><use href="#sign-{}"/></svg>').format(name)


@lru_cache(maxsize=100)
def theme_options(chosen: str = "") -> Markup:
    """The themes to choose from. Thirty cards of a page have the same list each: it is made once."""
    return _options(THEMES, chosen)


@lru_cache(maxsize=100)
def reason_options(chosen: str = "") -> Markup:
    """The usual reasons to reject a card."""
    return _options([(each, each) for each in REJECT_REASONS], chosen)


def _options(found: Sequence[tuple[str, str]], chosen: str) -> Markup:
    line, mark = Markup('<option value="{}"{}>{}</option>'), Markup(" selected")
    return Markup("").join(line.format(code, mark if code == chosen else "", title) for code, title in found)


TIME = Markup('<time datetime="{}" title="{}">{}</time>')
ENDLESS = re.compile(r"\S{300}")


def endless(text: str) -> str:
    """The class of a text that holds a word without an end: a browser breaks it by letters, in a blink. Broken as other
    words are, 100,000 letters keep a phone busy for half a minute."""
    return " endless" if ENDLESS.search(text) else ""


class Clockwork:
    """Moments for templates: one present for the whole page."""

    def __init__(self, given: Services) -> None:
        self.now, self.zone = given.clock.now(), given.profile.timezone

    def age(self, moment: datetime) -> str:
        """How long ago."""
        return times.age(moment, self.now, self.zone)

    def tag(self, moment: datetime) -> Markup:
        """How long ago, as an element that tells the moment itself too. For lists: quicker than the macro."""
        return TIME.format(moment.isoformat(), self.exact(moment), self.age(moment))

    def day(self, moment: datetime) -> str:
        """The local day."""
        return times.exact(moment, self.zone).partition(",")[0]

    def due(self, ends: datetime, warns: datetime | None) -> times.Due:
        """How a term stands."""
        return times.due(ends, warns, self.now, self.zone)

    def stretch(self, first: datetime, last: datetime) -> str:
        """From one local moment to another."""
        return times.stretch(first, last, self.zone)

    def exact(self, moment: datetime) -> str:
        """The local moment."""
        return times.exact(moment, self.zone)


def page(name: str, given: Services, caller: Caller | None, *, status: int = 200, **values: object) -> HTMLResponse:
    """A template with what every page needs: the centre, who is signed in, the token of forms, the time."""
    shown = {
        "profile": given.profile,
        "strange": caller.strange if caller else (),
        "who": person(caller.scope.who) if caller else "",
        "csrf": veil(caller.session.csrf) if caller and caller.session else "",
        "may_read": caller is not None and Right.READ_FLAGS in caller.rights,
        "may_see_sources": caller is not None and Right.READ_SOURCES in caller.rights,
        "may_see_journal": caller is not None and Right.READ_JOURNAL in caller.rights,
        "may_review": caller is not None and Right.REVIEW in caller.rights,
        "may_label": caller is not None and Right.LABEL in caller.rights,
        "may_see_model": caller is not None and Right.READ_HEALTH in caller.rights,
        "may_see_incidents": caller is not None and Right.READ_INCIDENTS in caller.rights,
        "may_work": caller is not None and Right.WORK_INCIDENTS in caller.rights,
        "may_see_campaigns": caller is not None and Right.READ_CAMPAIGNS in caller.rights,
        "may_plan": caller is not None and Right.WORK_CAMPAIGNS in caller.rights,
        "may_enter": caller is not None and {Right.INTAKE, Right.READ_INCIDENTS} <= caller.rights,
        "may_see_reports": caller is not None and Right.READ_REPORTS in caller.rights,
        "may_manage": caller is not None and Right.MANAGE_ACCOUNTS in caller.rights,
        "may_exchange": caller is not None and Right.EXCHANGE in caller.rights,
        "may_keep": caller is not None and Right.WORK_REGISTERS in caller.rights,
        "may_see_registers": caller is not None and Right.READ_REGISTERS in caller.rights,
        "may_see_region": caller is not None and Right.READ_REGION in caller.rights and given.region.known(),
        "time": Clockwork(given),
        "called": given.places.title,
        "version": given.version,
        "misread": (),
        "warning": None,
    }
    return HTMLResponse(_environment().get_template(name).render(shown | values), status, NEVER_KEPT)


def by_htmx(request: Request) -> bool:
    """Whether a part of a page is asked for by the script, not a page by a person."""
    return request.headers.get("HX-Request") == "true"
