"""The program under load: `traffic` makes posts as they come, `flow` times their way, `pages` the store as it grows."""
