"""Publication-grade stills of events, as PNG, SVG or PDF: a projection that fits, a legend, and words on what is not shown.

    picture(events, outline, "png", brief=Brief(title="Floods in May", query=query))

Matplotlib takes a second to import; it is not before a picture is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.model import Event
from geo.shapes import Outline
from maps.picture.paper import FORMS, Brief, Paper, form_of
from maps.picture.scene import Scene, scene_from, scene_of

__all__ = ["FORMS", "Brief", "Paper", "Scene", "draw", "form_of", "lacking", "picture", "scene_from", "scene_of"]


def picture(
    events: Iterable[Event], outline: Outline, form: str, *, brief: Brief | None = None, paper: Paper | None = None
) -> bytes:
    """`form`: png, svg or pdf. What was denied is shown only if the brief's query asks for it. The same bytes whenever
    the same is drawn."""
    brief = brief or Brief()
    return draw(scene_of(events, outline, brief.query), form, brief=brief, paper=paper)


def draw(scene: Scene, form: str, *, brief: Brief | None = None, paper: Paper | None = None) -> bytes:
    """As in `picture`, of events that were gathered before."""
    from maps.picture.sheet import drawn

    return drawn(scene, form, brief or Brief(), paper or Paper())


def lacking(scene: Scene, title: str = "") -> list[str]:
    """The letters in the title and in names of places that no font of this machine has, in order; empty boxes stand for
    them in a picture."""
    from maps.picture.lettering import missing

    names = (one.name for group in (scene.marks, scene.regions, scene.countries) for one in group)
    return sorted(missing(" ".join((title, *names))))
