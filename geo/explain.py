"""Why each place name of an article was given its place: a table to read, and a record for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from geo.gazetteers.base import Gazetteer
from geo.model import Match, Parsed, Place
from geo.records import parsed_record, place_record
from geo.resolution.explain import Explanation, explain

_MATCHES = {
    Match.EXACT: "its own",
    Match.ALTERNATE: "another of its names",
    Match.ABBREVIATION: "an abbreviation",
    Match.DEMONYM: "its people's",
    Match.HISTORICAL: "a former one",
    Match.FUZZY: "one spelt nearly so",
}
_KINDS = {
    "P": "town",
    "A": "area",
    "L": "region",
    "H": "water",
    "T": "land",
    "V": "forest",
    "S": "building",
    "R": "road",
}
_KIND_OF = {"ADM1": "first-order unit", "ADM2": "second-order unit", "AIRP": "airport", "PPLC": "capital"}


def report(parsed: Parsed, gazetteer: Gazetteer) -> str:
    """A table for each name, at its first mention, whatever its case. What a correction rules is told without one."""
    document, resolutions = parsed.document, parsed.resolutions
    lines = [f"{document.title or document.id}: {len(resolutions)} place names"]
    seen: set[str] = set()
    explanations = explain(document, [r.toponym for r in resolutions], gazetteer)
    for found, resolution in zip(explanations, resolutions, strict=True):
        explanation = found if resolution == found.resolution else Explanation(resolution, (), ())
        name = explanation.resolution.toponym.text.casefold()
        if name not in seen:
            lines += ["", *_told(explanation)]
        seen.add(name)
    return "\n".join(lines)


def explained_record(parsed: Parsed, gazetteer: Gazetteer) -> dict[str, Any]:
    """`parsed_record`, each mention with an `explanation` beside its place."""
    record = parsed_record(parsed)
    explanations = explain(parsed.document, [r.toponym for r in parsed.resolutions], gazetteer)
    for mention, resolution, explanation in zip(record["mentions"], parsed.resolutions, explanations, strict=True):
        mention["explanation"] = {
            "why": resolution.why,
            "candidates": [
                {"share": share, "match": candidate.match.name.lower(), "place": place_record(candidate.place)}
                for candidate, share in explanation.candidates
            ],
            "reasons": [
                {"evidence": r.evidence, "first": round(r.first, 4), "second": round(r.second, 4), "part": r.part}
                for r in explanation.reasons
            ],
            "otherwise": otherwise(explanation),
        }
    return record


def otherwise(explanation: Explanation) -> str:
    """What would have changed the answer, in a sentence; "" where there was no second candidate to take it."""
    if len(explanation.candidates) < 2:
        return ""
    second = _words(explanation.candidates[1][0].place)
    turning = [f'"{reason.evidence}"' for reason in explanation.reasons if reason.part >= 1][:2]
    if turning:
        return f"{second} would have won if the two were alike in {' or '.join(turning)}."
    if explanation.reasons:
        return f"No single reason decided: {second} would have had to match the first in several of them."
    return f"Nothing tells {second} clearly from the first."


def _told(explanation: Explanation) -> Iterator[str]:
    resolution = explanation.resolution
    toponym, place = resolution.toponym, resolution.place
    answer = f"{_words(place)} ({place.lon:.3f}, {place.lat:.3f})" if place else "no place"
    people = " (a people)" if toponym.kind == "demonym" else ""
    yield f"{toponym.text}{people}, characters {toponym.start} to {toponym.end}"
    yield f"    {answer}, {resolution.confidence:.2f} sure: {resolution.why}"
    if explanation.candidates:
        rows = [
            (f"{share:.1%}", _words(c.place), _kind(c.place), f"{c.place.population:,}", _MATCHES[c.match])
            for c, share in explanation.candidates
        ]
        yield from _table(("share", "candidate", "kind", "people", "the name is"), rows, numbers={0, 3})
    if explanation.reasons:
        reasons = [(r.evidence, f"{r.first:.2f}", f"{r.second:.2f}", _part(r.part)) for r in explanation.reasons]
        yield from _table(("what decided", "first", "second", "of the lead"), reasons, numbers={1, 2, 3})
    if sentence := otherwise(explanation):
        yield f"    {sentence}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], numbers: set[int]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = (
            cell.rjust(width) if number in numbers else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"      {'  '.join(cells)}".rstrip()


def _part(part: float) -> str:
    return f"{part:.0%}" if part <= 1 else "all"


def _kind(place: Place) -> str:
    if place.is_country:
        return "country"
    return _KIND_OF.get(place.feature_code) or _KINDS.get(place.feature_class, "")


def _words(place: Place) -> str:
    return ", ".join(dict.fromkeys(filter(None, (place.name, place.admin1, place.country))))
