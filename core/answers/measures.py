"""Whether an answer names a concrete measure: what was done, is being done or will be done about the matter.

A measure is a verb of work that is not denied ("засыпали", "заменят", "выполнен ремонт"), or work that somebody
commits himself to ("поручено устранить"). Nouns alone are none: everybody may speak of a repair.
"""

import re
from collections.abc import Iterator

from core.answers.sentences import plain, sentences, words

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
    "починя", "исправ", "пробур", "переключ", "ввел", "введен", "введ", "подвез",
)  # fmt: skip
"""Beginnings of verbs of work."""
FINITE = re.compile(r"(?:[аеиуюя]т|[еи]м|л[аои]?|[аеия]н[аоы]?|т[аоы]|[еи]т|ся|сь)$")
INFINITIVE = re.compile(r"(?:ть|ти|чь)(?:ся)?$")
NO_VERBS = frozenset({"замена", "смена", "котельная", "установка", "доставка", "убирая", "вывозом"})
"""Nouns that end like verbs."""
COMMITS = re.compile(
    r"(?<!не )\b(?:планиру|запланиров|намерен|поруч|обяза|обяж|предпис|предстоит|буд[еу]|начн|нача|приступ|"
    r"договорил|постановил|решил|решено|потребова)\w*"
)
CARRIES = re.compile(
    r"(?:провед|провел|проводят|проведут|выполн|произвед|произвел|заверш|закончен|закончат|начат|начнут|начали|"
    r"начнет|ведутся|ведут\b|идет|идут|организов|запланиров|планируется|назначен|выда(?:н|л|д)|составлен|выписан|объявл|"
    r"направлен|направят|направил|выехал|выедет|заключен|заключил|прибыл|прибуд|приед|приех|выезжа|выйд|вышл|заказан|изъят|возьм|взят|приступ|работает|работают)"
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
    r"по мере |при наличии |при условии|при поступлении|рассм[ао]тр\w+ (?:\w+ ){0,2}(?:вопрос|возможност)|"
    r"(?:вопрос|возможност)\w* [^,.]{0,60}рассм[ао]тр|прорабатыва|проработ|изыска|возможно[,. ]|"
    r"не представляется возможн|невозможно|нет возможности|просим |просьба |необходимо |следует |"
    r"дадут ответ|по решению (?:\w+ )?(?:вопрос|проблем)|если |в случае |может быть|когда (?:появ|посту)"
)
"""A sentence that makes the work depend on what nobody promises, or asks others for it."""
BACK = 2
"""So many words before a verb a denial still reaches it."""
DENIALS = frozenset({"не", "нельзя", "ни", "без"})


def measures(text: str) -> Iterator[str]:
    """The sentences of an answer that name a concrete measure."""
    for begin, sentence in sentences(plain(text)):
        if not HAZE.search(sentence) and is_measure(sentence):
            yield text[begin : begin + len(sentence)].strip()


def is_measure(sentence: str) -> bool:
    """Whether a plain sentence names work that was done or that somebody commits himself to."""
    found = words(sentence)
    commits = COMMITS.search(sentence) is not None
    for place, word in enumerate(found):
        if DENIALS & set(found[max(0, place - BACK) : place]):
            continue
        if _works(word) and (word in SHORT_PAST or FINITE.search(word) or (commits and INFINITIVE.search(word))):
            return True
        if CARRIES.match(word) and NOUNS.search(sentence):
            return True
    return False


SHORT_PAST = frozenset({"вывез", "привез", "завез", "отвез", "нанес", "внес", "снес", "перенес"})


def _works(word: str) -> bool:
    return word.startswith(WORK) and word not in NO_VERBS


PAST = re.compile(r"(?:л[аои]?|[аеия]н[аоы]?|т[аоы])(?:сь|ся)?$")


def is_past(sentence: str) -> bool:
    """Whether a plain sentence tells of work that is done."""
    return any(
        word in SHORT_PAST or ((_works(word) or CARRIES.match(word)) and PAST.search(word)) for word in words(sentence)
    )


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
