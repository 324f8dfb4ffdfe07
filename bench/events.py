"""Figures of the event stage, each by a function of its own in the table below.

    DATELINE_CORPORA=... python bench/events.py [name ...]

The folder holds `events/*.jsonl` and `toponyms/lgl.jsonl`; DATELINE_GOLD=article.txt,gold.json names an article coded by
hand (`bench/article_gold.py`). A figure whose file is missing is left out. Nothing of a corpus is in the rules.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import article_gold, stories
from geo.events import casualties, dates, extract, triggers
from geo.events.blocks import blocks
from geo.events.clauses import read
from geo.events.parts import Form, Trigger
from geo.events.status import status
from geo.gazetteers import open_gazetteer
from geo.model import Document
from geo.pipeline import Pipeline
from geo.readers import read_paths
from geo.resources import seeds_path
from geo.vocabulary import plover
from tests.geo.events import test_casualties, test_dates

# Older names of PLOVER's types, as its first gold records have them.
_RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
DOCUMENTS = 200
ROOT = Path(__file__).parents[1]
_SUBORDINATE = frozenset("if unless when after before while as since who which where because although until".split())


def event_types(corpora: Path) -> str:
    """The type of a sentence's main event, as PLOVER codes it."""
    right = total = found = 0
    for row in _rows(corpora / "events" / "event-types.jsonl"):
        gold = _RENAMED.get(str(row["type"]), str(row["type"]))
        told = [t for s in read(str(row["text"]), blocks(str(row["text"]))) for t in triggers.find(s)]
        told = [t for t in told if status(t, speaker_is_party=False)] or told
        main = min(told, key=_subordination, default=None)
        total += 1
        found += main is not None
        right += main is not None and _plover(main) == gold
    return f"{right / total:.3f} of {total} sentences right, some event in {found / total:.3f}"


def _subordination(trigger: Trigger) -> tuple[bool, bool, int, int]:
    """Least for what the sentence is about: a verb before a noun, a main clause before others, the first of them."""
    return (trigger.form is Form.NOUN, trigger.clause.opener in _SUBORDINATE, -min(trigger.weight, 2), trigger.first)


def _plover(trigger: Trigger) -> str:
    told = status(trigger, speaker_is_party=False)
    return plover(trigger.type, told) if told else trigger.type


def date_expressions(_: Path) -> str:
    """Our own table: extent, value and grain all as they should be."""
    right = 0
    for precision, row in test_dates.TABLES:
        text, wanted = test_dates.expected(row)
        right += dates.find(text, test_dates.PUBLISHED) == [(*each, precision) for each in wanted]
    return f"{right / len(test_dates.TABLES):.3f} of {len(test_dates.TABLES)} sentences right"


def victims(_: Path) -> str:
    """Our own sentences: every kind's low and high exactly."""
    rows = [test_casualties.expected(row) for row in test_casualties.ROWS]
    right = sum(test_casualties.counted(text) == counts for text, counts in rows)
    return f"{right / len(rows):.3f} of {len(rows)} sentences exact"


def event_places(corpora: Path) -> str:
    """5-fold by sentence, by the script that trains the linker: at its threshold, among all names."""
    if not (corpora / "events" / "event-places.jsonl").exists():
        raise FileNotFoundError(2, "missing", "event-places.jsonl")
    command = [sys.executable, str(ROOT / "training" / "event_places.py"), str(corpora), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return next(line.partition(": ")[2] for line in done.stdout.splitlines() if line.startswith("threshold 0.40"))


def whole_stage(corpora: Path) -> str:
    """From places that are resolved to events, over the first documents of a corpus."""
    pipeline = Pipeline(open_gazetteer())
    read_ = islice(read_paths([corpora / "toponyms" / "lgl.jsonl"]), DOCUMENTS)
    parsed = [pipeline.parse(document, events=False) for document in read_ if isinstance(document, Document)]
    extract(parsed[0].document, parsed[0].resolutions)  # the tables are read once
    start = time.process_time()
    for each in parsed:
        extract(each.document, each.resolutions)
    taken = time.process_time() - start
    kilos = sum(len(each.document.text) for each in parsed) / 3_000
    return f"{1_000 * taken / kilos:.2f} ms for 3 kB, {len(parsed) / taken:.0f} documents a second; at most 4 ms"


def text_to_events(corpora: Path) -> str:
    """The whole way on one core: over the first documents of a corpus, mentions not given."""
    pipeline = Pipeline(open_gazetteer())
    read_ = islice(read_paths([corpora / "toponyms" / "lgl.jsonl"]), DOCUMENTS)
    documents = [replace(document, mentions=None) for document in read_ if isinstance(document, Document)]
    pipeline.parse(documents[0])  # what is read once
    start = time.process_time()
    for document in documents:
        pipeline.parse(document)
    return f"{len(documents) / (time.process_time() - start):.0f} documents a second, at least 60"


def coded_article(_: Path) -> str:
    """Core events of one article that was coded by hand."""
    article, _comma, coded = os.environ.get("DATELINE_GOLD", "").partition(",")
    if not coded:
        raise FileNotFoundError(2, "missing", "article and its gold, as DATELINE_GOLD=article.txt,gold.json")
    gold = article_gold.Gold(json.loads(Path(coded).read_text(encoding="utf-8")))
    document = Document("article", Path(article).read_text(encoding="utf-8"), published=gold.published)
    events = Pipeline(open_gazetteer()).parse(document).events
    score = article_gold.compare(events, gold)
    rules = len(article_gold.broken(events, gold))
    return f"F1 {score.f1:.3f} (P {score.precision:.3f} R {score.recall:.3f}), at least .80; rules broken {rules}"


def speed(_: Path) -> str:
    """The text-only steps over the shipped articles, the best of ten rounds."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(seeds_path().glob("*.txt"))]
    rounds = []
    for _round in range(10):
        start = time.process_time()
        for text in texts:
            for sentence in read(text, blocks(text)):
                triggers.find(sentence)
                dates.find(sentence.span.text, date(2024, 1, 1))
                casualties.find(sentence.tokens)
        rounds.append(time.process_time() - start)
    return f"{min(rounds) * 3e6 / sum(map(len, texts)):.2f} ms for 3 kB: sentences, triggers, dates, casualties"


def grouping(_: Path) -> str:
    """Which of our sixty articles tell of one event; `bench/stories.py` says how that is judged."""
    return stories.grouping()


def copies(_: Path) -> str:
    """Which of the sixty are copies of each other."""
    return stories.copies()


FIGURES: dict[str, Callable[[Path], str]] = {
    "event type": event_types,
    "dates": date_expressions,
    "casualties": victims,
    "event place": event_places,
    "event stage": whole_stage,
    "text to events": text_to_events,
    "coded article": coded_article,
    "grouping": grouping,
    "copies": copies,
    "speed of its readers": speed,
}


def _rows(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", nargs="*", help=f"which of: {', '.join(FIGURES)}; all if none is named")
    options = parser.parse_args()
    if unknown := set(options.figures) - set(FIGURES):
        parser.error(f"no figure called {', '.join(sorted(unknown))}; there are {', '.join(FIGURES)}")
    corpora = Path(os.environ.get("DATELINE_CORPORA", ""))
    for name, measure in FIGURES.items():
        if options.figures and name not in options.figures:
            continue
        try:
            print(f"{name:24}{measure(corpora)}")
        except FileNotFoundError as missing:
            print(f"{name:24}not measured: no {missing.filename}; DATELINE_CORPORA names the folder that holds it")


if __name__ == "__main__":
    main()
