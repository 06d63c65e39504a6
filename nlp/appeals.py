"""Calls to complain to the authorities, which is a right (59-ФЗ, art. 2 and 6), told apart from other calls.

`lawful_call` is about the text, never its author: a call to others and the author's own "буду писать" are one right.
The rule is tables of words and one walk over them, linear in the text. In a table `жалоб*` is a stem, `суд` a form.
The cases are tests/unit/nlp/cases/appeals.txt.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple


class Table:
    """Words by form or by stem."""

    def __init__(self, words: str) -> None:
        listed = words.split()
        self.forms = frozenset(word for word in listed if not word.endswith("*"))
        self.stems = tuple(word[:-1] for word in listed if word.endswith("*"))

    def __contains__(self, word: str) -> bool:
        return word in self.forms or word.startswith(self.stems)


URGES = Table(
    "давай давайте надо нужно нужен нужна нужны пора предлагаю предлагаем призываю призываем необходимо следует стоит"
    " придется остается буду будем собираюсь собираемся намерен намерена намерены хочу хотим готов готовы пойду пойдем"
    " иду идем идите поеду поедем начну начнем всем всех вместе каждый айда молчите молчать может массов* сбор"
)
"""A call that needs its act: somebody should, or the author will."""
CALLING = Table(
    "подадим подам подавайте подайте подаем подаю направим направлю направляйте направьте отправим отправлю отправляйте"
    " отправьте шлите собираем собирайте соберем составим составляйте составляем несите несем пригласим приглашайте"
    " зовите позовем позову вызовем вызывайте вызову расскажем расскажите выложим выкладывайте подключим подключайте"
    " присоединяйтесь готовим оформим"
)
"""Forms that call, but only with a document ("жалобу") or, for the press, an addressee is it an appeal."""
APPEALING = Table(
    "напишем напишу напишите напиши пишите пиши строчите строчим накатаем накатаю жалуйтесь жалуйся"
    " пожалуйтесь пожалуйся пожалуемся пожалуюсь нажалуемся нажалуюсь обжалуйте обжалуем обращайтесь обратитесь"
    " обратимся обращусь звоните позвоните позвоним позвоню завалим завалите заваливайте засудим засужу судитесь"
    " дойдем дойду дойдите достучимся"
)
"""Forms that are the call and the act at once."""
GOING_ON = Table("пишу пишем жалуюсь жалуемся обращаюсь обращаемся звоню звоним подаем подаю собираем заваливаем")
"""The present: a call ("пишем все в прокуратуру"), but a report beside a word of `HABIT` ("уже третий раз пишем")."""
HABIT = Table("уже раз сколько постоянно регулярно годами месяцами давно который")
ACTS = Table(
    "писать написать строчить накатать жаловаться пожаловаться обжаловать обращаться обратиться звонить позвонить"
    " завалить судиться засудить дойти достучаться"
)
"""The infinitives of an appeal, which need an urge."""
DOCUMENTS = Table("жалоб* кляуз* петици* обращени* заявлени* письмо письма письмом иск иски исков исковое претензи*")
COMPLAINTS = Table("жалоб* кляуз* жаловаться пожаловаться жалуйтесь пожалуемся пожалуюсь жалуемся обжал* засуд* суди*")
"""Words that imply their addressee: one complains to whoever must answer."""
PRESS = Table("сми телевид* телеканал* телевизионщик* рен тв нтв блогер* газет* журналист* редакци* пресс* репортер*")
SHARED = Table("отправ* направ* шлите пригла* зовите позов* вызов* вызыва* расска* выло* выкла* подключ*")
ADDRESSEES = Table(
    "прокур* генпрокур* генеральн* губернатор* президент* путин* администраци* мэр* мэри* инспекци* жилинспекци*"
    " гжи госжилинспекци* роспотребнадзор* росприроднадзор* ростехнадзор* рособрнадзор* стройнадзор* потребнадзор*"
    " гострудинспекци* автоинспекци* госавтоинспекци* гаи гибдд минздрав* облздрав* горздрав* крайздрав*"
    " росздравнадзор* минобр* минстро* минтранс* минсоц* министер* министр* депутат* дума думу думе госдум*"
    " правительств* суд суды суде суда следственн* следком* следователь* бастрыкин* приемн* госуслуг* портал*"
    " полици* мвд фсб фас ск трудинспекци* омбудсмен* уполномоченн* кремл* еспч оон инстанци* вышестоящ* наверх"
    " главе главу префект* управу цик антимонопольн* депздрав* департамент* комитет* добродел* роструд*"
    " центробанк* цб"
)
NOMINATIVE = Table(
    "администрация губернатор мэр мэрия министр депутат депутаты президент полиция инспекция министерство"
    " правительство дума путин прокурор суд суды"
)
"""Who is spoken to or of ("Администрация, напишите график"), unless the text complains."""
ELSEWHERE = Table("групп* канал* паблик* сообществ* чат*")
"""After "администрации" it is not an authority."""
LINES = Table("прямую прямой горячую горячей")
REPORTS = Table(
    "писал* написал* жаловал* пожаловал* обращал* обратил* подавал* подал* отправил* отправлял* направил* собрал*"
    " собирали подписал* подписывали ответил* ответ ответа ответы отписк* рассм* переслал* получил* поступ* тишина"
)
"""A sentence that tells of former appeals: a document there is no call."""
IDLE = Table(
    "не ни нет хватит нечего незачем бесполезно поздно некуда некому перестаньте прекратите довольно устал* надоело"
    " можно толку смысла зачем"
)
"""Before an act or a call they take it back."""
ASKING = Table("куда кому как")
SIGNING = Table("подпишите подпишитесь подписывайте подписывайтесь подпишем подписываем подписать подписаться ставьте")
SURNAME = ("ову", "еву", "ину", "ыну", "скому", "цкому")
OWN = Table("буду будем пишу пишем напишу напишем придется пожалуюсь пожалуемся")
TO_A_MAN = Table("писать пишу пишем пишите напишу напишем напишите жаловаться жалуйтесь пожалуюсь пожалуемся написать")
OFFICIAL = (
    "режим работы", "часы приема", "график приема", "личный прием", "личного приема", "прием граждан", "проведет прием",
    "проводит прием", "можете обратиться", "можно обратиться", "для получения", "чтобы получить", "для оформления",
    "чтобы оформить", "за консультацией", "за справк", "по вопросам", "по всем вопросам", "информируем",
    "сообщаем, что", "напоминаем", "в случае обнаружения", "если вы стали", "за разъяснени", "по телефонам",
)  # fmt: skip
"""Phrases of an authority that says where to apply; a text of `INSISTS` is a call even so."""
INSISTS = ("давай", "завал", "жалуйтесь", "пожалуемся", "добиваться", "добьемся")
UNLAWFUL = Table(
    "забастов* бастова* бастуем бастуй* стачк* бойкот* перекроем перекройте перекрыть перекрывать перекрывай*"
    " перекрываем блокируем блокировать блокируй* заблокируем заблокировать митинг* шестви* пикет* майдан* бунт*"
    " революци* восстание восстанем восставай* свергн* свергать поджечь подожж* поджигать поджигай* сожжем сжечь"
    " избить изобьем побить побьем расстреля* повесить повесим вешать линч* самосуд* убить убивать убьем взорвать"
    " взорвем захватим захватить захватывай* громим громите громить разгром* вилы вилами штурм* голодовк* саботаж*"
    " морды морду"
)
PHRASES = (
    (Table("не"), Table("платим платите платить плати")),
    (Table("будем буду"), Table("платить")),
    (Table("не"), Table("пускать пускайте пустим поведем водите водить")),
    (Table("на"), Table("площадь")),
    (Table("перекрытие перекрытию перекрытием"), Table("дорог* улиц* трасс* движени* проезд*")),
)
"""Two words that follow each other."""
GATHER = Table("выходим выходите выйдем выходи собираемся собирайтесь соберемся сходимся встречаемся")
PLACES = Table("улицу улицы площад* админ* мэри* правительств* думы думе здани* управ* прокурат*")
DENIED = Table("не без вместо никаких против нет ни")
BRIDGES = Table(
    "надо нужно нужен нужны стоит будем буду будет призываю призываем предлагаю предлагаем устраив* собира* хотим хочу"
    " зову поможет"
)
"""Between a denial and what it denies: "не призываю к", "митинг не нужен"."""

# The cheap test: a text without any of these holds no act of appeal.
STEMS = ("пис", "пиш", "жал", "обра", "звон", "суд", "кляуз", "петиц", "завал", "заяв", "иск", "претенз", "строч",
         "ката", "дой", "достуч", "сми", "тв", "газет", "журнал", "блогер", "редакц", "теле", "репорт")  # fmt: skip
SENTENCE = re.compile(r"[^.!?…\n]+[.!?…\n]*")
WORD = re.compile(r"[^\W\d_]+")
MOST_CHARS = 10_000
NEAR, BESIDE = 200, 80
"""Characters that an appeal may span, and those between a call and its act."""


class Word(NamedTuple):
    """A word in lower case, where it begins, and how it was written."""

    text: str
    at: int
    written: str


@lru_cache(maxsize=50_000)
def _roles(word: str) -> frozenset[str]:
    """What a word can be in an appeal, by itself."""
    appealing = word in APPEALING or word in GOING_ON
    found = {
        "call": word in URGES or word in CALLING or appealing,
        "act": word in ACTS or word in APPEALING or (word in GOING_ON and word not in CALLING) or word in DOCUMENTS,
        "to": word in ADDRESSEES or word in PRESS or word in COMPLAINTS or word.endswith("надзор"),
        "share": word in SHARED,
        "press": word in PRESS,
    }
    return frozenset(role for role, holds in found.items() if holds)


def lawful_call(text: str) -> bool:
    """Whether a text calls people to appeal to those who must answer (or says its author will), and to nothing else.

    It reads at most 10,000 characters and looks for a call, an act of appeal and an addressee within 200 characters,
    or for a collective appeal; a strike, a blocked road, violence, a rally or a boycott that is not denied makes it no.
    """
    written = text[:MOST_CHARS].replace("ё", "е").replace("Ё", "Е")
    lower = written.lower()
    if not any(map(lower.__contains__, STEMS)) or _official(lower):
        return False
    sentences = [found.group() for found in SENTENCE.finditer(written)]
    starts = [found.start() for found in SENTENCE.finditer(written)]
    parted = [_words(sentence, start) for sentence, start in zip(sentences, starts, strict=True)]
    if not _appeals(parted, [sentence.rstrip().endswith("?") for sentence in sentences]):
        return False
    return not _unlawful([word.text for words in parted for word in words])


def _official(lower: str) -> bool:
    return any(map(lower.__contains__, OFFICIAL)) and not any(map(lower.__contains__, INSISTS))


def _words(sentence: str, start: int) -> list[Word]:
    found = WORD.finditer(sentence)
    return [Word(each.group().lower(), start + each.start(), each.group()) for each in found]


def _appeals(parted: Sequence[Sequence[Word]], asked: Sequence[bool]) -> bool:
    """One walk with the last place of each role: the nearest call, act and addressee before each word."""
    last: dict[str, int] = {}
    complains = any(word.text in COMPLAINTS for words in parted for word in words)
    for words, asks in zip(parted, asked, strict=True):
        if asks and any(word.text in ASKING for word in words):
            continue
        for at, roles in _said(words, complains):
            last |= dict.fromkeys(roles, at)
            if roles and (_meet(last, "act", "to", at) or _meet(last, "share", "press", at)):
                return True
    return False


def _meet(last: dict[str, int], act: str, to: str, at: int) -> bool:
    if not {"call", act, to} <= last.keys():
        return False
    return abs(last["call"] - last[act]) <= BESIDE and at - min(last["call"], last[act], last[to]) <= NEAR


def _said(words: Sequence[Word], complains: bool) -> Iterator[tuple[int, frozenset[str]]]:
    """Place and roles of each word of a sentence, in the light of its neighbours."""
    texts = [word.text for word in words]
    reports = any(text in REPORTS for text in texts)
    habit = any(text in HABIT for text in texts)
    for number, word in enumerate(words):
        before, after = texts[max(0, number - 2) : number], texts[number + 1 : number + 5]
        roles = _roles(word.text) | _together(word.text, before, after)
        if "to" not in roles and _is_a_man(word, texts[max(0, number - 3) : number]):
            roles |= {"to"}
        yield word.at, roles - _taken_back(word.text, before, after, reports, habit, complains)


def _together(text: str, before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """Roles that a word has only beside others: a collective complaint, a petition, signatures, a hot line."""
    whole = frozenset({"call", "act", "to"})
    if text.startswith("петици"):
        return whole
    if text.startswith(("коллективн", "общедомов", "совместн")) and any(word in DOCUMENTS for word in after[:2]):
        return whole
    if text in SIGNING and any(word in DOCUMENTS or word.startswith("подпис") for word in after):
        return whole
    if text in {"подписи", "подписей", "подписями"}:
        return frozenset({"act", "to"})
    if text in {"суд", "суды"} and before[-1:] == ["в"]:
        return frozenset({"act", "to"})
    if text.startswith("лини") and any(word in LINES for word in before):
        return frozenset({"to"})
    return frozenset()


def _is_a_man(word: Word, before: Sequence[str]) -> bool:
    """A head by name: "буду писать Беглову", "жалуйтесь Воробьеву"."""
    if word.written == "ПОС":
        return True
    if not word.written[0].isupper() or not any(text in TO_A_MAN for text in before):
        return False
    own = any(text in OWN for text in before)
    return word.text.endswith(SURNAME) or (own and word.text.endswith(("у", "ю")))


def _taken_back(
    text: str, before: Sequence[str], after: Sequence[str], reports: bool, habit: bool, complains: bool
) -> frozenset[str]:
    """Roles that a neighbour takes from a word."""
    everything = frozenset({"call", "act", "to", "share", "press"})
    if before and _idle(text, before):
        return everything
    if reports and (text in DOCUMENTS or text.startswith(("подпис", "коллективн"))):
        return everything
    if (habit and text in GOING_ON) or (after and after[0] in ELSEWHERE):
        return everything
    return frozenset({"to"}) if text in NOMINATIVE and text not in {"суд", "суды"} and not complains else frozenset()


def _idle(text: str, before: Sequence[str]) -> bool:
    """Whether "не", "хватит" or "бесполезно" takes back a call or an act; a form that calls only "не" can deny."""
    if before[0] == "бы" or not _roles(text) & {"call", "act", "share"}:
        return False
    calls = text in APPEALING or text in GOING_ON or text in CALLING
    return before[-1] in {"не", "ни"} or (before[-1] in IDLE and not calls)


def _unlawful(texts: Sequence[str]) -> bool:
    """Whether anything but an appeal is called for, and not denied."""
    return any(_wrong(texts, at) and not _denied(texts, at) for at in range(len(texts)))


def _wrong(texts: Sequence[str], at: int) -> bool:
    pair = texts[at : at + 2]
    if texts[at] in UNLAWFUL or (len(pair) == 2 and any(pair[0] in one and pair[1] in two for one, two in PHRASES)):
        return pair[1:] != ["платить"] or "не" in texts[max(0, at - 1) : at + 1]
    return texts[at] in GATHER and any(text in PLACES for text in texts[at + 1 : at + 5])


def _denied(texts: Sequence[str], at: int) -> bool:
    """Whether the word is denied: "не митинг", "не призываю к бойкоту", "митинг? нет", "митинг не нужен"."""
    if texts[at] in {"не", "буду", "будем"}:
        return False
    before = [text for text in texts[max(0, at - 4) : at] if text not in {"к", "на", "выходить", "идти"}]
    after = texts[at + 1 : at + 3]
    if before and (before[-1] in DENIED or (len(before) > 1 and before[-2] in DENIED and before[-1] in BRIDGES)):
        return True
    return after[:1] == ["нет"] or (len(after) == 2 and after[0] == "не" and after[1] in BRIDGES)
