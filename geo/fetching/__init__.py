"""Pages and feeds of other people's servers: asked politely, never further than the limits, never where they may not."""

from geo.fetching.client import NEW, Answer, Fetch, Validators, fetching
from geo.fetching.guard import Guard
from geo.fetching.polite import Polite

__all__ = ["NEW", "Answer", "Fetch", "Guard", "Polite", "Validators", "fetching"]
