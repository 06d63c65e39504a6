"""What the parser of commands says in English, in Russian: one table. What it does not know is said as it is."""

import re

SAYINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), said)
    for pattern, said in (
        (r"No such option: (\S+?)\.?", r"нет такого ключа: \1"),
        (r"No such option: (\S+?)\.? \(Possible options: (.*)\)", r"нет такого ключа: \1; похожие: \2"),
        (r"No such option: (\S+?)\.? Did you mean (\S+?)\??", r"нет такого ключа: \1; может быть, \2"),
        (r"No such command '(.*?)'\.", r"нет такой команды: \1"),
        (r"No such command '(.*?)'\.? Did you mean (.*)\?", r"нет такой команды: \1; может быть, \2"),
        (r"Missing command\.", "не названа команда"),
        (r"Missing argument '?(.*?)'?\.", r"не хватает: \1"),
        (r"Missing option '?(.*?)'?\.", r"не хватает ключа \1"),
        (r"Missing (?:argument|option) '?(.*?)'?\. Choose from:\s*(.*)", r"не хватает: \1; есть: \2"),
        (r"Got unexpected extra arguments? \((.*)\)", r"лишнее: \1"),
        (r"Got unexpected extra argument\(s\) \((.*)\)", r"лишнее: \1"),
        (r"Option '(.*?)' requires an argument\.", r"после ключа \1 нужно значение"),
        (r"Option '(.*?)' requires (\d+) arguments\.", r"после ключа \1 нужно значений: \2"),
        (r"Option '(.*?)' does not take a value\.", r"у ключа \1 значения не бывает"),
    )
)
WRONG = re.compile(r"Invalid value(?: for '?(.*?)'?)?: (.*)", re.DOTALL)
DETAILS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), said)
    for pattern, said in (
        (r"Input should be a valid integer.*", "нужно целое число"),
        (r"Input should be a valid number.*", "нужно число"),
        (r"Input should be a valid boolean.*", "нужно да или нет"),
        (r"Input should be greater than or equal to (\S+)", r"нужно не меньше \1"),
        (r"Input should be less than or equal to (\S+)", r"нужно не больше \1"),
        (r"(?:Value error, )?'(.*?)' is not one of (.*?)\.?", r"«\1» не годится; есть: \2"),
        (r"(?:Value error, )?'(.*?)' does not match the formats? (.*?)\.?", r"«\1» не дата вида \2"),
        (r"\w+ '(.*?)' does not exist\.", r"«\1» нет"),
        (r"\w+ '(.*?)' is a directory\.", r"«\1» — папка, а нужен файл"),
        (r"\w+ '(.*?)' is not readable\.", r"«\1» не читается"),
    )
)
DATE = {"%Y": "ГГГГ", "%m": "ММ", "%d": "ДД", "%H": "ЧЧ", "%M": "ММ", "%S": "СС"}


def said(message: str) -> str:
    """The sentence in Russian."""
    if wrong := WRONG.fullmatch(message.strip()):
        told = _of(DETAILS, wrong[2]) or "значение не годится"
        return f"{wrong[1]}: {told}" if wrong[1] else told
    return _of(SAYINGS, message) or message


def _of(table: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str:
    for pattern, russian in table:
        if found := pattern.fullmatch(text.strip()):
            return _dates(found.expand(russian))
    return ""


def _dates(text: str) -> str:
    for sign, letters in DATE.items():
        text = text.replace(sign, letters)
    return text
