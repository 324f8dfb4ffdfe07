"""Figures of the event stage, each beside its target.

    DATELINE_CORPORA=... python bench/events.py [--article FILE --gold FILE]

The folder holds `events/event-types.jsonl`, `events/event-places.jsonl` and `toponyms/*.jsonl`. `--article` and
`--gold`: a text and what a careful coder made of it (events, sentences, toponyms with roles, rules not to break).
Dates and casualties are those of the tables in `tests/geo/events`.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import article_gold  # noqa: E402

from geo.events import dates, extract, triggers  # noqa: E402
from geo.events.blocks import blocks  # noqa: E402
from geo.events.clauses import read  # noqa: E402
from geo.events.status import status  # noqa: E402
from geo.gazetteers import open_gazetteer  # noqa: E402
from geo.model import DatePrecision, Document, Status  # noqa: E402
from geo.pipeline import Pipeline  # noqa: E402
from geo.readers import read_paths  # noqa: E402

# Names that PLOVER's types had before 2021, some in use in older records.
OLD_TYPES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
AHEAD = {
    **dict.fromkeys("AID RETREAT CONSULT COOPERATE SUPPORT CONCEDE".split(), "AGREE"),
    **dict.fromkeys("ASSAULT COERCE PROTEST SANCTION MOBILIZE".split(), "THREATEN"),
}
DOCUMENTS = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="?", type=Path, default=os.environ.get("DATELINE_CORPORA"))
    parser.add_argument("--article", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--published", type=date.fromisoformat, help="the article's day; default: the gold's")
    options = parser.parse_args()
    line("figure", "measured", "target")
    line("dates of our table", dates_table(), "all")
    line("casualties of our sentences", casualties_table(), ".90")
    pipeline = Pipeline(open_gazetteer())
    if options.corpora:
        corpora = Path(options.corpora)
        line("event type", event_types(corpora / "events" / "event-types.jsonl"), ".70")
        line("event place, token F1", event_places(corpora), ".78")
        line("event stage, text to events", *speed(pipeline, corpora / "toponyms" / "lgl.jsonl"))
    if options.article and options.gold:
        for row in article(pipeline, options.article, options.gold, options.published):
            line(*row)


def line(figure: str, measured: str, target: str) -> None:
    print(f"{figure:34}{measured:>40}{target:>16}", flush=True)


def dates_table() -> str:
    from tests.geo.events import test_dates as table

    grains = {
        DatePrecision.DAY: table.DAY,
        DatePrecision.WEEK: table.WEEK,
        DatePrecision.MONTH: table.MONTH,
        DatePrecision.YEAR: table.YEAR,
        DatePrecision.RANGE: table.RANGE,
    }
    right = asked = 0
    for grain, rows in grains.items():
        for row in table.rows(rows):
            text, wanted = table.expected(row)
            asked += 1
            right += dates.find(text, table.PUBLISHED) == [(start, end, value, grain) for start, end, value in wanted]
    return f"{right} of {asked}"


def casualties_table() -> str:
    from tests.geo.events import test_casualties as table

    right = sum(table.counted(text) == counts for text, counts in map(table.expected, table.ROWS))
    return f"{right} of {len(table.ROWS)}, {right / len(table.ROWS):.3f}"


def event_types(path: Path) -> str:
    """How often the strongest trigger that is said to happen has the type the coders gave."""
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]
    right = sum(main_type(row["text"]) == OLD_TYPES.get(row["type"], row["type"]) for row in rows)
    return f"{right} of {len(rows)}, {right / len(rows):.3f}"


def main_type(text: str) -> str:
    """In PLOVER's terms, where what is only planned is a promise or a threat."""
    found = [trigger for sentence in read(text, blocks(text)) for trigger in triggers.find(sentence)]
    said = [trigger for trigger in found if status(trigger, False) is not None] or found
    if not said:
        return ""
    main = max(said, key=triggers.rank)
    return AHEAD.get(main.type, main.type) if status(main, False) is Status.PLANNED else main.type


def event_places(corpora: Path) -> str:
    """5-fold by sentence, by the script that trains the linker; its line for the threshold in use, on all names."""
    command = [sys.executable, str(ROOT / "training" / "event_places.py"), str(corpora), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return done.stderr.strip().rpartition("\n")[2][:39]
    return next(row.partition(": token F1 ")[2] for row in done.stdout.splitlines() if "0.40" in row)[:39]


def speed(pipeline: Pipeline, path: Path) -> tuple[str, str]:
    """Milliseconds for 3,000 characters, places given; the time of the other stages is bench/speed.py's."""
    documents = [d for d in islice(read_paths([path]), DOCUMENTS) if isinstance(d, Document)]
    parsed = [pipeline.parse(document, events=False) for document in documents]
    extract(parsed[0].document, parsed[0].resolutions)  # the tables are read once
    begun = time.process_time()
    for each in parsed:
        extract(each.document, each.resolutions)
    taken = time.process_time() - begun
    kilos = sum(len(document.text) for document in documents) / 3_000
    return f"{1_000 * taken / kilos:.2f} ms / 3 kB, {len(documents) / taken:.0f} documents/s", "4 ms"


def article(pipeline: Pipeline, text: Path, gold: Path, published: date | None) -> Iterator[tuple[str, str, str]]:
    coded = article_gold.Gold(json.loads(gold.read_text(encoding="utf-8")))
    day = published or coded.published
    document = Document("article", text.read_text(encoding="utf-8"), published=day)
    events = pipeline.parse(document).events
    score = article_gold.compare(events, coded)
    yield "core events of the article, F1", f"{score.f1:.3f} (P {score.precision:.3f} R {score.recall:.3f})", ".80"
    yield "  missed", " ".join(score.missed) or "none", ""
    yield "  beyond the gold", " ".join(score.beyond) or "none", ""
    yield "  status, start, place right", score.fields, ""
    broken = article_gold.broken(events, coded)
    yield "rules broken", str(len(broken)) if broken else "none", "none"
    for rule in broken:
        yield "  " + rule, "", ""


if __name__ == "__main__":
    main()
