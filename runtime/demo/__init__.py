"""The fictional district that `mcu demo` shows: its recorded posts, and a month of the centre's work on them."""
