"""How long stills take and what they weigh: of few and of very many events, of the world, a country and a city.

    python -m bench.pictures [--events 74 2000 100000]

Events are read one by one. The first picture of all, which imports matplotlib, is not among them. Seconds are of the
processor, to gather and to draw.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from bench.figures import say, say_load
from bench.made import open_made
from geo.boundaries import Boundaries
from geo.geometry import BBox
from geo.query import EventQuery
from maps.picture import FORMS, Brief, draw, scene_from

_PARTS = {"the world": None, "a country": BBox(44, 25, 63.5, 40), "a city": BBox(50.8, 35.4, 51.8, 36)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="*", default=[74, 2_000, 100_000], help="events in a store")
    say_load()
    outline = Boundaries().outline
    with tempfile.TemporaryDirectory() as folder:
        for count in parser.parse_args().events:
            with open_made(Path(folder, f"{count}.gpkg"), count) as store:
                draw(scene_from(store, EventQuery(bbox=BBox(0, 0, 1, 1)), outline), "png")
                for part, bbox in _PARTS.items():
                    brief = Brief(query=EventQuery(bbox=bbox))
                    began = time.process_time()
                    scene = scene_from(store, brief.query, outline)
                    gathered = time.process_time() - began
                    say(f"{part}, {scene.events:,} of {count:,} events", f"gathered in {gathered:.2f} s")
                    for form in FORMS:
                        began = time.process_time()
                        size = len(draw(scene, form, brief=brief))
                        say(f"  {form}", f"{time.process_time() - began:.2f} s, {size / 1000:,.0f} kB")
    say_load()


if __name__ == "__main__":
    main()
