"""Tables of «Инцидент менеджмент» and ПОС -> items of the exchange: read raw (`collectors.sheets`), mapped purely."""

from collectors.exchange.mapping import Door, item, remade
from collectors.exchange.reading import read

__all__ = ["Door", "item", "read", "remade"]
