"""Documents for the Head and exchange with neighbouring systems."""
