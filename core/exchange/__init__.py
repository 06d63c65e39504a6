"""Exchange with «Инцидент менеджмент» and ПОС by their own tables (decree 001, п. 1.2и): layouts, items, what links an
item to an incident. Pure: files are read by collectors.exchange, written by reports.exchange."""

from core.exchange.items import (
    CHOSEN,
    OURS,
    Import,
    Item,
    ItemQuery,
    Link,
    Linked,
    Spoilt,
    chosen,
    is_chosen,
    our_number,
    ours,
)
from core.exchange.layouts import (
    ADDRESSES,
    IM_COLUMNS,
    IM_LINKS,
    LAYOUTS,
    PERSONS,
    POS_COLUMNS,
    SYSTEM_CHANNELS,
    SYSTEM_TITLES,
    Layout,
    System,
    normal,
)
from core.exchange.links import linked, platform_of
from core.exchange.orders import HEAT, WHAT, Form, Order
from core.exchange.themes import theme_of

__all__ = [
    "ADDRESSES",
    "CHOSEN",
    "HEAT",
    "IM_COLUMNS",
    "IM_LINKS",
    "LAYOUTS",
    "OURS",
    "PERSONS",
    "POS_COLUMNS",
    "SYSTEM_CHANNELS",
    "SYSTEM_TITLES",
    "WHAT",
    "Form",
    "Import",
    "Item",
    "ItemQuery",
    "Layout",
    "Link",
    "Linked",
    "Order",
    "Spoilt",
    "System",
    "chosen",
    "is_chosen",
    "linked",
    "normal",
    "our_number",
    "ours",
    "platform_of",
    "theme_of",
]
