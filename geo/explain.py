"""Why each place name of an article was given its place, as text to read."""

from __future__ import annotations

from collections.abc import Iterator

from geo.gazetteers.base import Gazetteer
from geo.model import Document, Place
from geo.recognition import recognise
from geo.resolution.explain import Explanation, explain


def report(document: Document, gazetteer: Gazetteer) -> str:
    """A paragraph for each mention; a name's later mentions refer to its first."""
    toponyms = document.mentions if document.mentions is not None else recognise(document, gazetteer)
    lines = [f"{document.title or document.id}: {len(toponyms)} place names"]
    seen: set[str] = set()
    for explanation in explain(document, toponyms, gazetteer):
        toponym = explanation.resolution.toponym
        if toponym.text not in seen:
            lines += ["", *_paragraph(explanation)]
        seen.add(toponym.text)
    return "\n".join(lines)


def _paragraph(explanation: Explanation) -> Iterator[str]:
    resolution = explanation.resolution
    toponym, place = resolution.toponym, resolution.place
    answer = f"{_words(place)}, {resolution.confidence:.2f} sure" if place else "no place"
    yield f"{toponym.text} [{toponym.start}:{toponym.end}] ({toponym.kind}) -> {answer}: {resolution.why}"
    for candidate, share in explanation.candidates:
        yield f"    {share:6.1%}  {_words(candidate.place)}, by its {candidate.match.name.lower()} name"
    for reason in explanation.reasons:
        turned = "; without it the second would have won" if reason.part >= 1 else ""
        yield (
            f"    {reason.part:6.0%} of the lead: {reason.evidence} "
            f"({reason.first:.2f} against {reason.second:.2f}){turned}"
        )


def _words(place: Place) -> str:
    where = ", ".join(dict.fromkeys(filter(None, (place.name, place.admin1, place.country))))
    return f"{where} ({place.feature_code} {place.lon:.3f},{place.lat:.3f})"
