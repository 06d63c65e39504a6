"""The alert chat: messages about risks and their отработка."""
