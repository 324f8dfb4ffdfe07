"""What a user may set: frozen values, read from the environment (`DATELINE_...`) when asked for, never at import."""

from pathlib import Path

from platformdirs import user_cache_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field is the environment variable of its name in capitals behind `DATELINE_`."""

    model_config = SettingsConfigDict(env_prefix="DATELINE_", frozen=True)

    cache_dir: Path = Field(
        default_factory=lambda: user_cache_path("dateline"),
        description="Folder for the built gazetteer and cached answers of online geocoders.",
    )
    store: Path = Field(default=Path("dateline.gpkg"), description="The event store: a GeoPackage file.")
    host: str = Field(default="127.0.0.1", description="Address the service listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port the service listens on; 0 picks a free one.")
    base_url: str = Field(
        default="",
        description="Public address of the service for absolute links, such as https://maps.example.org/dateline. "
        "Empty: taken from each request.",
    )
    online_geocoder: str = Field(
        default="",
        description="geopy service asked for names the offline gazetteer lacks: nominatim, photon, pelias. "
        "Empty: none.",
    )
    online_user_agent: str = Field(
        default="",
        description="How to introduce yourself to the online geocoder; its rules ask for a name and a contact.",
    )
    online_domain: str = Field(
        default="", description="Host of your own online geocoder; empty: the service's public one."
    )
    tile_url: str = Field(
        default="",
        description="Tile address with {z}/{x}/{y} for a street map under the events. "
        "Empty: the shipped boundaries only.",
    )
    tile_attribution: str = Field(default="", description="Text the tile provider wants shown.")
