"""Russian text in, values out. No I/O."""
