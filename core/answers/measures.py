"""Whether an answer names a concrete measure: what was done, is being done or will be done about the matter.

A measure is a verb of work that is not denied ("засыпали", "заменят", "выполнен ремонт"), or work that somebody
commits himself to ("поручено устранить"). Nouns alone are none: everybody may speak of a repair. Clauses that ask
others or wonder are passed over; where the work depends on what nobody promises, only what was done before counts.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

from core.answers.sentences import clauses, plain, sentences, words

WORK = (
    "отремонтир", "ремонтир", "замен", "устран", "очист", "очищ", "прочист", "расчист", "расчищ", "убра",
    "убер", "убир", "вывез", "вывоз", "засып", "подсып", "отсып", "посып", "задела", "залата", "заасфальт",
    "асфальт", "восстанов", "подключ", "запуст", "запущ", "включ", "установ", "устанавл", "постро", "возвед",
    "возвел", "покра", "спиле", "спили", "спиля", "обреза", "обреж", "отлов", "огород", "огорож", "пересчит",
    "перечисл", "начисл", "выплат", "закуп", "приобре", "достав", "привез", "откач", "промы", "продез",
    "дезинфи", "обработа", "прогрейд", "грейдир", "смонтир", "демонтир", "снес", "перенес", "утепл", "отрегул",
    "настро", "добав", "увелич", "продл", "заработ", "возобнов", "оштраф", "возбуди", "возбужд", "привлече",
    "привлек", "выкос", "скосил", "скося", "окос", "отгрейд", "постав", "дадут", "подад", "подали", "вскро",
    "переложи", "уложи", "уложат", "укладыв", "нанес", "вызв", "откро", "выдел", "эвакуи", "отогре", "почин",
    "починя", "исправ", "пробур", "переключ", "ввел", "введен", "введ", "подвез", "ликвидир", "опорожн", "почист",
    "счист", "вычист", "зачист", "сменил", "сменят", "сменит", "сменим", "сменен",
)  # fmt: skip
"""Beginnings of verbs of work."""
FINITE = re.compile(r"(?:[аеиуюя]т|[еи]м|л[аои]?|[аеия]н[аоы]?|т[аоы]|[еи]т|ся|сь)$")
INFINITIVE = re.compile(r"(?:ть|ти|чь)(?:ся)?$")
NO_VERBS = frozenset(
    {
        *("замена", "смена", "котельная", "установка", "доставка", "убирая", "вывозом"),
        *("сменился", "сменилась", "сменилось", "сменились", "сменится", "сменятся"),
    }
)
"""Nouns that end like verbs, and verbs of what comes about by itself."""
COMMITS = re.compile(
    r"(?<!не )\b(?:планиру|запланиров|намерен|поруч|обяза|обяж|предпис|предстоит|буд[еу]|начн|нача|приступ|"
    r"договорил|постановил|решил|решено|потребова)\w*"
)
CARRIES = re.compile(
    r"(?:провед|провел|проводят|проведут|выполн|произвед|произвел|заверш|закончен|закончат|начат|начнут|начали|"
    r"начнет|ведутся|ведут\b|идет|идут|организов|запланиров|планируется|назначен|выда(?:н|л|д)|составлен|выписан|объявл|"
    r"направлен|направят|направил|заключен|заключил|выйд|вышл|заказан|изъят|возьм|взят|приступ|работает|работают)"
)
GOES = re.compile(r"(?:выезжа|выехал|выед|приезжа|приед|приех|прибыва|прибыл|прибуд)")
AGENTS = re.compile(
    r"\b(?:бригад|аварийк|мастер|слесар|сантехник|техник|электрик|электромонтер|монтер|инженер|инспектор|рабочи[ехй]|"
    r"сотрудник|работник|специалист|дежурн\w+ (?:служб|смен)|цистерн|водовоз|ассенизатор|машин[аыу]\b|комисси|"
    r"фельдшер|автобус|мобильн)"
)
"""Whom it helps that they come. That somebody came to see is no measure."""
SUPPLIED = {
    "подан": frozenset({"газ", "свет", "теплоноситель"}),
    "подана": frozenset({"вода", "электроэнергия"}),
    "подано": frozenset({"тепло", "напряжение", "отопление", "электричество", "водоснабжение", "теплоснабжение"}),
}
"""What is given to houses again. An appeal, a claim, an application are given in too: those are no measure."""
BESIDE = 3
"""So many words around the verb what is supplied stands."""
STARTED = re.compile(
    r"(?<!не )\bвы(?:веден[аоы]?|ведут|ведет|ведем|вели|вел|вела) на (?:\w+ ){0,2}(?:режим|мощност|параметр|график)"
)
NOUNS = re.compile(
    r"(?:ремонт|замен[аыуе]|очистк|уборк|расчистк|отсыпк|подсыпк|засыпк|грейдиров|вывоз|установк|обработк|отлов|"
    r"перерасч|опиловк|спил|обрезк|восстановлен|благоустройств|асфальтир|промывк|дезинфек|дератиз|прочистк|откачк|"
    r"подключени|монтаж|демонтаж|перекладк|строительств|реконструкц|предписани|\bакт\b|\bакты\b|бригад|"
    r"(?:ремонтн|восстановительн|аварийн|дорожн|строительн|земляны|сварочн|уборочн|пусконаладочн|подготовительн)"
    r"\w* работ|\bработы\b|специалист|техник[аиу]\b|экскаватор|грейдер|трактор|самосвал|аукцион|торги|контракт|"
    r"договор|подвоз|протокол|проб[уыа]?\b|комисси|служб|автовышк|техник\w\b|упаков|продукци|"
    r"компенсац|выплат|подсыпани|пескосолян|генератор|котельн|капремонт|покос|скашиван|ямочн)"
)
HAZE = re.compile(
    r"рассм[ао]тр\w+ (?:\w+ ){0,2}(?:вопрос|возможност)|(?:вопрос|возможност)\w* [^,.]{0,60}рассм[ао]тр|"
    r"прорабатыва|проработ|изыска|возможно\b|не представляется возможн|невозможно|нет возможности|просим |просьба |"
    r"необходимо |следует |дадут ответ"
)
"""A clause that asks others for the work, or wonders about it: what stands beside it counts by itself."""
DEPENDS = re.compile(
    r"по мере |при наличии |при условии|при поступлении|при выделении|по решению (?:\w+ )?(?:вопрос|проблем)|"
    r"\bесли |в случае |может быть|когда (?:появ|посту)|^\W*возможно\b"
)
"""A clause that makes the work of its sentence depend on what nobody promises: what is done before it counts, nothing
that is ahead, and nothing behind it."""
BACK = 2
"""So many words before a verb a denial still reaches it."""
DENIALS = frozenset({"не", "нельзя", "ни", "без"})


def measures(text: str) -> Iterator[str]:
    """The sentences of an answer that name a concrete measure."""
    for begin, sentence in sentences(plain(text)):
        if is_measure(sentence):
            yield text[begin : begin + len(sentence)].strip()


def is_measure(sentence: str) -> bool:
    """Whether a plain sentence names work that was done or that somebody commits himself to."""
    parts = list(clauses(sentence))
    free = list(takewhile(lambda part: not DEPENDS.search(part), parts))
    clear = " ".join(part for part in free if not HAZE.search(part))
    return any(free == parts or _is_done(word) for word in _deeds(clear))


def _deeds(sentence: str) -> Iterator[str]:
    """The words of a plain sentence that name work which is not denied and does not merely "would be" done."""
    found = words(sentence)
    commits = COMMITS.search(sentence) is not None
    for place, word in enumerate(found):
        denied = DENIALS & set(found[max(0, place - BACK) : place])
        would = "бы" in found[max(0, place - 1) : place + 2]
        beside = set(found[max(0, place - BESIDE) : place + BESIDE])
        if not denied and not would and _is_deed(word, sentence, beside, commits):
            yield word


def _is_deed(word: str, sentence: str, beside: set[str], commits: bool) -> bool:
    said = word in SHORT_PAST or FINITE.search(word) or (commits and INFINITIVE.search(word))
    if _works(word):
        return bool(said)
    if CARRIES.match(word):
        return NOUNS.search(sentence) is not None
    if GOES.match(word):
        return bool(said and (AGENTS.search(sentence) or NOUNS.search(sentence)))
    supplied = bool(SUPPLIED.get(word, frozenset()) & beside)
    return supplied or (word.startswith("вы") and STARTED.search(sentence) is not None)


SHORT_PAST = frozenset({"вывез", "привез", "завез", "отвез", "нанес", "внес", "снес", "перенес"})


def _works(word: str) -> bool:
    return word.startswith(WORK) and word not in NO_VERBS


PAST = re.compile(r"(?:л[аои]?|[аеия]н[аоы]?|т[аоы])(?:сь|ся)?$")


def _is_done(word: str) -> bool:
    return word in SHORT_PAST or PAST.search(word) is not None


def is_past(sentence: str) -> bool:
    """Whether a plain sentence tells of work that is done."""
    started = STARTED.search(sentence)
    acts = [word for word in words(sentence) if _works(word) or CARRIES.match(word) or GOES.match(word)]
    acts += [word for word in words(sentence) if word in SUPPLIED or word in SHORT_PAST]
    return any(map(_is_done, acts + (started.group().split()[:1] if started else [])))


AHEAD = re.compile(
    r"\b(?:буд(?:ет|ут|ем)|планиру\w+|запланирова\w+|намечен\w*|намерен\w*|поручен\w*|обязан\w*|предстоит|должн\w+|"
    r"начн\w+|приступ(?:ит|ят|им)|заверш(?:ит|ат|им)\w*|сро(?:к|ки|ком)\b|обеща\w+|ожида\w+|"
    r"сдела(?:ем|ют|ет)|выполн(?:им|ят|ит)\w*|провед(?:ем|ут|ет)\w*|дад(?:им|ут)|сообщим)"
)
FUTURE = re.compile(r"(?:[еи]м|[аеиуюя]т)(?:ся)?$")


def is_ahead(sentence: str) -> bool:
    """Whether a plain sentence speaks of what is still to be done."""
    if AHEAD.search(sentence):
        return True
    return any(_works(word) and FUTURE.search(word) and not PAST.search(word) for word in words(sentence))
