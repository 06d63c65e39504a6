"""Settings, wiring, jobs and the command line."""
