"""One event, many articles: which reports tell of the same, who published them, and what they say taken together."""
