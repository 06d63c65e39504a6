"""Telegram through Telethon as raw dicts: async inside, sync outside. The words of the network end here."""

from collectors.telegram.client.login import Login, Talk
from collectors.telegram.client.reader import TelegramReader
from collectors.telegram.client.reading import PAGE, Page, Raw, Reading
from collectors.telegram.peer import Peer

__all__ = ["PAGE", "Login", "Page", "Peer", "Raw", "Reading", "Talk", "TelegramReader"]
