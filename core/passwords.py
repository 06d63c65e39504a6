"""Which passwords are refused: short ones, well-known ones, and those made of the login. No rules of composition: they
make people write passwords down (NIST SP 800-63B, 5.1.1.2)."""

import re
from collections.abc import Iterator

from core.errors import BadInput

SHORTEST, LONGEST = 10, 1000
KNOWN = frozenset(
    re.findall(
        r"\S+",
        """
        password passw0rd qwerty qwertyuiop asdfghjkl zxcvbnm letmein welcome admin administrator iloveyou monkey
        dragon football baseball superman sunshine master login abc qazwsx 1q2w3e4r 1qaz2wsx q1w2e3r4 zaq12wsx secret
        changeme monitor mcu мцу marina nikita andrey natasha qwe asd zxc test guest root user
        пароль йцукен йцукенгшщзхъ фывапролджэ ячсмить админ администратор администрация любимая привет наташа максим
        россия москва муниципалитет монитор начальник приемная района округ gfhjkm ghbdtn vfrcbv hjccbz
        """,
    )
)
"""Words that a guess begins with, Russian ones and Russian ones typed in Latin letters among them."""
ALPHABETS = (
    *("abcdefghijklmnopqrstuvwxyz", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "01234567890", "qwertyuiopasdfghjklzxcvbnm"),
    "йцукенгшщзхъфывапролджэячсмитьбю",
)


def check(password: str, login: str = "") -> None:
    """Raise BadInput that says what is wrong with a password."""
    for wrong in _wrongs(password, login.casefold()):
        raise BadInput(f"пароль {wrong}")


def _wrongs(password: str, login: str) -> Iterator[str]:
    if len(password) < SHORTEST:
        yield f"короче {SHORTEST} знаков"
    if len(password) > LONGEST:
        yield f"длиннее {LONGEST} знаков"
    plain = password.casefold()
    if len(set(plain)) < 5:
        yield "состоит из одних и тех же знаков"
    if len(login) > 3 and login in plain and len(plain.replace(login, "")) < SHORTEST - 2:
        yield "составлен из логина"
    if not re.search(r"[^\W\d_]", plain):
        yield "без единой буквы"
    if re.sub(r"[\W\d_]+", "", plain) in KNOWN or re.sub(r"[\W_]+", "", plain) in KNOWN:
        yield "слишком известен: его подбирают первым"
    if any(plain in line + line or plain[::-1] in line + line for line in ALPHABETS):
        yield "набран подряд по клавишам или алфавиту"
