"""What the API says of sources and of the calls that platforms allow."""

from datetime import datetime
from typing import Self

from pydantic import Field

from api.answers import Out
from core import retention
from core.budgets import Standing
from core.health import Health
from core.ports import Aside
from core.posts import READ_BY_ITSELF, Platform, SourceState


class SourceOut(Out):
    """A source and its health. Spans are in seconds."""

    platform: Platform
    address: str
    title: str
    state: SourceState
    reason: str
    added_at: datetime | None
    succeeded_at: datetime | None
    basis: str = Field(description="Правовое основание сбора.")
    keep_days: int = Field(description="Сколько дней хранятся публикации.")
    next_at: datetime | None = Field(description="Когда источник будет прочитан; null — при первой возможности.")
    interval_s: int | None = Field(description="Промежуток между чтениями по обычаю источника.")
    last_post_at: datetime | None
    lag_p50_s: int | None = Field(description="От публикации до записи у нас: половина публикаций быстрее.")
    lag_p95_s: int | None = Field(description="То же для 95 % публикаций.")
    silent_for_s: int | None = Field(description="Молчит дольше своего обычая; null — всё как обычно.")
    gaps: int = Field(description="Найдено пропущенных номеров.")
    backfilled: int = Field(description="Из них дочитано.")

    @classmethod
    def shown(cls, health: Health) -> Self:
        """From a source with its health."""
        source, visits = health.source, health.source.visits
        spans = {
            "interval_s": visits.interval,
            "lag_p50_s": health.lag.p50,
            "lag_p95_s": health.lag.p95,
            "silent_for_s": health.silent_for,
        }
        return cls(
            platform=source.key.platform,
            address=source.key.address,
            title=source.title,
            state=source.state,
            reason=source.reason,
            added_at=source.added_at,
            succeeded_at=source.succeeded_at,
            basis=source.basis,
            keep_days=retention.days(source),
            next_at=visits.next_at if source.state in READ_BY_ITSELF else None,
            last_post_at=health.last_post_at,
            gaps=source.gaps,
            backfilled=source.backfilled,
            **{name: None if span is None else int(span.total_seconds()) for name, span in spans.items()},
        )


class FindingOut(Out):
    """One thing that was tried of a source, and how it went."""

    what: str = Field(examples=["записи стены (wall.get)"])
    works: bool
    note: bool = Field(description="Только к сведению: чего ключ не умеет, здесь не нужно.")
    text: str = Field(description="Что видно, или почему не выходит.")


class AddedOut(SourceOut):
    """A new source, and what the credentials at hand can do with it."""

    checks: list[FindingOut] = Field(default_factory=list)


class RemovedOut(Out):
    """A source that is read no more."""

    source: str
    kept: bool = Field(description="Остался снятым с тем, что собрано; иначе исчез: публикаций не было.")


class RefusedOut(Out):
    """A payload that could not be read. Its own words are shown by the command line only."""

    platform: Platform
    source: str
    at: datetime
    line: int | None
    field: str
    reason: str

    @classmethod
    def shown(cls, aside: Aside) -> Self:
        """From the record."""
        told = aside.refusal
        key = aside.source
        return cls(
            platform=key.platform,
            source=key.address,
            at=aside.at,
            line=told.line,
            field=told.field,
            reason=told.reason,
        )


class RefusalsOut(Out):
    """What was put aside last, the newest first."""

    refused: list[RefusedOut]


class SourcesOut(Out):
    """All sources."""

    sources: list[SourceOut]


class QuotaOut(Out):
    """Calls of an account that a budget allows, or a method that is paused."""

    platform: str = Field(examples=["vk"])
    account: str = Field(description="Начало ключевого отпечатка: сам ключ доступа не хранится.")
    method: str = Field(examples=["wall.get"], description="Метод или образец; * — все вызовы.")
    per_second: float | None
    per_day: int | None
    spent: int = Field(description="Вызовов за сутки.")
    left: int | None
    frees_at: datetime | None = Field(description="Когда исчерпанный предел снова пустит.")
    paused_until: datetime | None
    reason: str

    @classmethod
    def shown(cls, standing: Standing) -> Self:
        """From the record."""
        return cls(
            platform=standing.account.platform,
            account=standing.account.digest[:6],
            method=standing.method,
            per_second=standing.per_second,
            per_day=standing.per_day,
            spent=standing.spent,
            left=standing.left,
            frees_at=standing.frees_at,
            paused_until=standing.paused_until,
            reason=standing.reason,
        )


class QuotasOut(Out):
    """Budgets of all accounts that were ever used."""

    quotas: list[QuotaOut]
