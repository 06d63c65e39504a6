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
        (r"Invalid value for '?(.*?)'?: '(.*?)' is not a valid integer(?: range)?\.", r"\1: «\2» не целое число"),
        (r"Invalid value for '?(.*?)'?: '(.*?)' is not a valid float(?: range)?\.", r"\1: «\2» не число"),
        (r"Invalid value for '?(.*?)'?: '(.*?)' is not a valid boolean\.", r"\1: «\2» не да и не нет"),
        (r"Invalid value for '?(.*?)'?: '(.*?)' is not a valid UUID\.", r"\1: «\2» не номер"),
        (r"Invalid value for '?(.*?)'?: (\S+) is not in the range (.*)\.", r"\1: \2 вне пределов \3"),
        (r"Invalid value for '?(.*?)'?: '(.*?)' is not one of (.*)\.", r"\1: «\2» не годится; есть: \3"),
        (r"Invalid value for '?(.*?)'?: '(.*?)' does not match the formats? (.*)\.", r"\1: «\2» не дата вида \3"),
        (r"Invalid value for '?(.*?)'?: \w+ '(.*?)' does not exist\.", r"\1: «\2» нет"),
        (r"Invalid value for '?(.*?)'?: (.*)", r"\1: не годится (\2)"),
        (r"Invalid value: (.*)", r"значение не годится (\1)"),
    )
)
DATE = {"%Y": "ГГГГ", "%m": "ММ", "%d": "ДД", "%H": "ЧЧ", "%M": "ММ", "%S": "СС"}


def said(message: str) -> str:
    """The sentence in Russian."""
    for pattern, russian in SAYINGS:
        if found := pattern.fullmatch(message.strip()):
            return _dates(found.expand(russian))
    return message


def _dates(text: str) -> str:
    for sign, letters in DATE.items():
        text = text.replace(sign, letters)
    return text
