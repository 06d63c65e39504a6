"""Stand-in platforms on loopback, against which the real clients run."""
