"""A Telegram channel or chat read by telethon."""
