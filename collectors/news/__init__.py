"""Sites of the district: feeds (RSS 2.0, Atom) and plain pages of news."""
