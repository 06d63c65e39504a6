"""The commands of `mcu`, one file a word."""
