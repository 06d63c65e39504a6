"""Clients of platforms and files: raw fetched here, mapped purely to posts."""
