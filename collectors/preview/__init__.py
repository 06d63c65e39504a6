"""Channels of Telegram by their public preview t.me/s/CHANNEL, without an account."""
