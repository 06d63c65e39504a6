"""Forms of a name's word in all cases: adjectives and unknown nouns by their endings, known nouns by the dictionary."""

from collections.abc import Iterable

from nlp.dictionary import dictionary

ADJECTIVES: dict[str, str] = {
    "ая": "ая ой ую ою",
    "яя": "яя ей юю ею",
    "ое": "ое ого ому ым ом",
    "ее": "ее его ему им ем",
    "ые": "ые ых ым ыми",
    "ие": "ие их им ими",
    "ый": "ый ого ому ым ом",
    "кий": "кий кого кому ким ком",
    "гий": "гий гого гому гим гом",
    "хий": "хий хого хому хим хом",
    "ний": "ний него нему ним нем",
    "ой": "ой ого ому ым ом",
    "ого": "ый ий ой ого ому ым им ом",
    "его": "ий его ему им ем",
    "ых": "ые ых ым ыми",
    "их": "ие их им ими",
}
NOUNS: dict[str, str] = {
    "ово": "ово ова ову овом ове овым",
    "ево": "ево ева еву евом еве",
    "ино": "ино ина ину ином ине",
    "ыно": "ыно ына ыну ыном ыне",
    "ье": "ье ья ью ьем",
    "ие": "ие ия ию ием ии",
    "о": "о а у ом е",
    "е": "е я ю ем",
    "ия": "ия ии ию ией",
    "ка": "ка ки ке ку кой",
    "га": "га ги ге гу гой",
    "ха": "ха хи хе ху хой",
    "а": "а ы е у ой и",
    "я": "я и е ю ей",
    "жи": "жи жей жам жами жах",
    "чи": "чи чей чам чами чах",
    "ши": "ши шей шам шами шах",
    "щи": "щи щей щам щами щах",
    "ки": "ки ков кам ками ках",
    "ги": "ги гов гам гами гах",
    "хи": "хи хов хам хами хах",
    "цы": "цы цев цов цам цами цах",
    "ы": "ы ов ам ами ах",
    "и": "и ей ям ями ях ам ах",
    "ь": "ь я ю ем е и ью",
    "й": "й я ю ем е",
    "ец": "ец ца цу цом це",
    "ок": "ок ка ку ком ке",
}
CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")
LONGEST_ENDING = 3


def forms(word: str) -> tuple[str, ...]:
    """All forms of a lower-case word with ё folded, itself among them."""
    found = {word, *_adjective(word)}
    if len(found) == 1:
        found.update(_known(word) or _ending(word, NOUNS) or _consonant(word))
    return tuple(sorted(form.replace("ё", "е") for form in found))


def _adjective(word: str) -> Iterable[str]:
    return _ending(word, ADJECTIVES) if len(word) > 4 and not _is_noun(word) else ()


def _is_noun(word: str) -> bool:
    """Whether an adjective's ending deceives: "трамвай", "Георгий", "Тальмяжье"."""
    if word.endswith(("ая", "ый", "ого", "ых", "кая", "ские", "ский", "ское", "ской", "ные")):
        return False
    return any(parse.tag.POS == "NOUN" and parse.score > 0.5 for parse in dictionary().parse(word)[:2])


def _ending(word: str, table: dict[str, str]) -> set[str]:
    for length in range(LONGEST_ENDING, 0, -1):
        told = table.get(word[-length:])
        if told and len(word) > length + 1:
            stem = word[:-length]
            return {stem + ending for ending in told.split()}
    return set()


def _known(word: str) -> set[str]:
    """The dictionary's forms: of the geographic name where the word is one."""
    analyser = dictionary()
    if not analyser.word_is_known(word):
        return set()
    parses = [parse for parse in analyser.parse(word) if parse.is_known]
    named = [parse for parse in parses if "Geox" in parse.tag] or parses[:1]
    return {form.word for parse in named for form in parse.lexeme if "Qual" not in form.tag or form.tag.case}


def _consonant(word: str) -> set[str]:
    return {word + ending for ending in ("а", "у", "ом", "е")} if word[-1:] in CONSONANTS and len(word) > 3 else set()
