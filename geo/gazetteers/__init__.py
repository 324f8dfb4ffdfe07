"""Names to places: offline from an index on disk, online as a fallback, in memory for tests."""

from geo.gazetteers.base import Gazetteer, LocatedGazetteer, NameHit, Progress
from geo.gazetteers.configured import open_configured
from geo.gazetteers.opening import open_gazetteer

__all__ = ["Gazetteer", "LocatedGazetteer", "NameHit", "Progress", "open_configured", "open_gazetteer"]
