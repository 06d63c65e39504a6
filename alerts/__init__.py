"""The alert chat's ways out: Telegram, MAX, e-mail, webhook. Each sends one message; what it says is core's."""
