"""Chats and channels of MAX that admitted our bot."""
