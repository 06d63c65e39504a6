"""A Telegram bot that sends."""

from alerts.telegram.sender import TelegramSender, random_id

__all__ = ["TelegramSender", "random_id"]
