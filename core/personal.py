"""The registry of personal data: what may be of a person, where, why, on what ground, how long, who sees it.

Every column that holds words or an account stands here or in `PLAIN`; a test compares both with the tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass

PUBLIC = "ст. 6 ч. 1 п. 4, 11 152-ФЗ; открытая публикация"
DUTY = "ст. 6 ч. 1 п. 4 152-ФЗ; 59-ФЗ"
STAFF = "ст. 6 ч. 1 п. 2, 5 152-ФЗ; служебные отношения"
TERM = "срок источника (обычно 365 дней) или до требования"
WITH_POST = "вместе с публикацией"
MATTER = "как дело инцидента; слова публикации — до её удаления по требованию"
WORK = "пока работает сотрудник; записи о действиях остаются"
TEXTS = "с правом «тексты без масок»; остальным с масками"
MASKED = "кто видит инцидент; с масками"
NOBODY = "никто; не показывается и не выгружается"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: `table.column`, and what the law asks to know of it."""

    column: str
    what: str
    why: str
    basis: str
    keep: str
    sees: str


def _of(table: str, columns: str, *told: str) -> tuple[Field, ...]:
    return tuple(Field(f"{table}.{name}", *told) for name in columns.split())


PERSONAL: tuple[Field, ...] = (
    *_of("posts", "author", "псевдоним автора (HMAC)", "повторы и ветки", PUBLIC, TERM, NOBODY),
    *_of("posts", "url", "адрес публикации", "открыть источник", PUBLIC, TERM, "кто читает публикации"),
    *_of("posts", "message thread parent origin", "номера на площадке", "не прочесть дважды", PUBLIC, TERM, TEXTS),
    *_of("posts", "attachments poll", "подписи вложений, опрос", "понять публикацию", PUBLIC, TERM, TEXTS),
    *_of("posts", "lat lon", "место, отмеченное автором", "карта", PUBLIC, TERM, "кто читает публикации"),
    *_of("versions", "text", "текст жителя, все версии", "увидеть и решить вопрос", PUBLIC, TERM, TEXTS),
    *_of("versions", "raw", "ответ площадки без имён и ссылок", "проверить разбор", PUBLIC, TERM, NOBODY),
    *_of("search", "lemmas", "слова текста с масками", "поиск", PUBLIC, WITH_POST, NOBODY),
    *_of("assessments", "place body", "места и слова из текста", "объяснить оценку", PUBLIC, WITH_POST, TEXTS),
    *_of("flags", "place parts reasons", "места и слова из текста", "объяснить оценку", PUBLIC, WITH_POST, TEXTS),
    *_of("flags", "decision labels", "решение сотрудника", "разбор", STAFF, WITH_POST, "кто видит карточки"),
    *_of("reviews", "reason labels", "решение сотрудника", "разбор, обучение", STAFF, WITH_POST, "кто видит карточки"),
    *_of("quarantine", "payload", "непрочитанная запись площадки", "починить сбор", PUBLIC, TERM, "администратор"),
    *_of("incidents", "title text lemmas", "суть с масками", "дело о вопросе", DUTY, MATTER, MASKED),
    *_of("incidents", "place place_key", "место вопроса", "маршрут, повторы", DUTY, MATTER, MASKED),
    *_of("incident_posts", "reason", "почему присоединена", "объяснение", DUTY, WITH_POST, MASKED),
    *_of("proposals", "reason", "почему похожи", "объяснение", DUTY, MATTER, MASKED),
    *_of("answers", "text links", "официальный ответ", "дать ответ", DUTY, "как дело инцидента", "кто видит инциденты"),
    *_of(
        "steps", "reason", "слова сотрудника о шаге", "история дела", DUTY, "как дело инцидента", "кто видит инциденты"
    ),
    *_of("alerts", "gist body", "суть с масками", "известить", DUTY, MATTER, MASKED),
    *_of("links", "gist answer", "суть с масками, ответ", "ответ по ссылке", DUTY, MATTER, MASKED),
    *_of("placements", "link reason", "адрес публикации ответа", "контроль ответа", DUTY, "как дело инцидента", MASKED),
    *_of("deliveries", "address", "адрес получателя извещения", "известить", STAFF, WORK, "администратор"),
    *_of(
        "contacts",
        "position email phone",
        "служебные контакты",
        "направить вопрос",
        STAFF,
        WORK,
        "кто работает с делами блока",
    ),
    *_of("users", "login password", "логин, хэш пароля", "вход", STAFF, WORK, "администратор (без пароля)"),
    *_of("sessions", "login digest csrf", "сеанс", "вход", STAFF, "12 часов", NOBODY),
    *_of("sessions", "agent", "вид браузера", "узнать свой сеанс", STAFF, "12 часов", "сам сотрудник, администратор"),
    *_of("handshakes", "login secrets digest", "начатый вход", "второй шаг входа", STAFF, "10 минут", NOBODY),
    *_of("users", "external factor", "номер у поставщика, второй фактор", "вход", STAFF, WORK, NOBODY),
    *_of("attempts", "digest", "дайджест логина и адреса", "перебор паролей", STAFF, "сутки", NOBODY),
    *_of("exchange_items", "text columns", "строка ИМ или ПОС с масками, без имён", "обмен", DUTY, MATTER, MASKED),
    *_of("exchange_items", "url place", "адрес публикации сообщества, место", "связать с делом", DUTY, MATTER, MASKED),
    *_of("reports", "body edits", "отчёт с цитатами под масками", "отчитаться", DUTY, "пока нужен отчёт", MASKED),
    *_of("labels", "given cause reason", "метки текста и слова о них", "обучение", STAFF, WITH_POST, "кто размечает"),
    *_of("registers", "body title", "запись реестра с масками", "вести реестры", DUTY, "пока нужен реестр", MASKED),
    *_of("journal", "who", "логин сотрудника", "кто что сделал", STAFF, "не удаляется", "право «журнал»"),
    *(
        field
        for place in (
            *("clock_events.by", "links.decided_by", "alerts.taken_by", "answers.by", "campaigns.made_by", "steps.who"),
            *("proposals.decided_by", "apart.by", "deliveries.acked_by", "incident_posts.by", "notices.decided_by"),
            *("tasks.done_by", "flags.decided_by", "reviews.by", "labels.by", "measures.made_by", "measures.moved_by"),
            *("reports.made_by", "roadmaps.made_by", "indicators.by", "inquiries.by", "registers.made_by"),
            *("exchange_imports.by", "exchange_items.linked_by", "official_pages.checked_by"),
            *("stand_ins.login", "stand_ins.absent", "stand_ins.made_by"),
        )
        for field in _of(*place.split("."), "логин сотрудника", "кто это сделал", STAFF, WORK, "кто видит запись")
    ),
    *_of("erased", "digest", "дайджест удалённой публикации", "не вернуть её", DUTY, "не удаляется", NOBODY),
)
"""What may be of a person."""


def _plain(why: str, **tables: str) -> dict[str, str]:
    return {f"{table}.{name}": why for table, names in tables.items() for name in names.split()}


PLAIN: Mapping[str, str] = {
    **_plain(
        "коды и номера программы",
        alert_cursors="",
        alerts="kind source level number block territory missing masked",
        answers="platforms remarks",
        assessments="model theme kind",
        attempts="kind",
        drifts="source theme alarms",
        exchange_imports="system file spoilt",
        exchange_items="digest link number reason system theme masked",
        handshakes="kind onward",
        indicators="code",
        inquiries="kind number",
        labels="model origin",
        measures="block origin source state",
        minute_tasks="block state",
        official_pages="block",
        page_samples="level origin tag",
        registers="kind state",
        reports="key order masked",
        roadmaps="block territory theme",
        campaigns="code theme block state",
        clock_events="kind happening unit",
        contacts="code block territory",
        counters="reactions",
        deliveries="recipient channel key state receipt",
        erased="kind",
        flags="level theme block territory status",
        incident_posts="via",
        incidents=(
            "nature status theme level regime channel applicant territory block outcome ready route number outgoing "
            "masked"
        ),
        journal="action subject detail previous seal",
        keys="digest rights blocks territories",
        leases="name holder doing",
        links="digest contact masked",
        marks="name value",
        notices="key kind code theme block verdict",
        placements="standing",
        posts="platform source kind reactions",
        proposals="status",
        quarantine="platform source field digest",
        reviews="decision",
        scores="number",
        search="masked",
        sources="platform address state cursor",
        steps="action before after detail",
        users="roles blocks territories",
        uses="platform account method hours",
        versions="digest",
    ),
    **_plain(
        "слова программы, профиля или площадки, не жителя",
        campaigns="title reason result",
        clock_events="reason source",
        deliveries="error",
        incidents="topic recipient",
        inquiries="what result",
        measures="what position proof",
        minute_tasks="what position proof",
        official_pages="organisation note",
        page_samples="text title",
        roadmaps="title cause result",
        notices="title reasons",
        quarantine="reason",
        sources="title reason basis",
        tasks="title position",
        uses="reason",
        keys="name",
    ),
    **_plain("справочник мест, открытые данные", gazetteer="key kind parent name house aliases"),
}
"""What is of nobody, and why."""
