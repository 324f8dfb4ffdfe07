"""Accuracy of recognition and resolution on annotated corpora, by the scorer that comes with them.

    DATELINE_CORPORA=... python bench/accuracy.py [--leave-one-out] [--errors N]

The folder holds `score.py` and `toponyms/*.jsonl`: documents with gold mentions, one a line. Prints, for each corpus,
exact-span recognition, resolution of the gold spans, and end to end. The shipped weights were trained on these very
corpora, which flatters them; `--leave-one-out` judges each by weights trained without it, some minutes and the extra
`train` dearer.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from geo.gazetteers import open_gazetteer
from geo.model import Document, Parsed
from geo.pipeline import Pipeline
from geo.readers import read_paths
from geo.records import parsed_record
from geo.resolution import resolve

ROOT = Path(__file__).parent.parent
Parser = Callable[[Document], Parsed]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="?", type=Path, default=os.environ.get("DATELINE_CORPORA"))
    parser.add_argument("--leave-one-out", action="store_true", help="train without each corpus before it is judged")
    parser.add_argument("--errors", type=int, default=0, help="show the N commonest errors of each sort")
    options = parser.parse_args()
    if options.corpora is None:
        print("accuracy: set DATELINE_CORPORA to a folder with score.py and toponyms/*.jsonl; nothing measured")
        return
    known = Pipeline(open_gazetteer())
    if not options.leave_one_out:
        print("the shipped weights have seen these corpora: --leave-one-out for figures to trust")
    print(f"{'corpus':12}{'recognition P / R / F1':>26}{'given: acc@161':>16}{'id':>7}{'end to end F1':>15}")
    for corpus in sorted(Path(options.corpora).glob("toponyms/*.jsonl")):
        parse = trained_without(corpus, options.corpora) if options.leave_one_out else known.parse
        found = score(options.corpora, corpus, predict(parse, corpus, given=False), options.errors)
        given = score(options.corpora, corpus, predict(parse, corpus, given=True), options.errors, "--given")
        r, place = found["recognition_exact"], given["resolution"]
        print(
            f"{corpus.stem:12}{r['p']:>14.3f} {r['r']:.3f} {r['f1']:.3f}{place['acc@161']:>16.3f}{place['id']:>7.3f}"
            f"{found['end_to_end']['f1']:>15.3f}"
        )


def trained_without(corpus: Path, corpora: Path) -> Parser:
    """Recognition and resolution by weights that have not seen the corpus."""
    sys.path.insert(0, str(ROOT))
    from geo.recognition import CrfRecognizer
    from training import recognition, resolution
    from training.corpora import load

    gazetteer = open_gazetteer()
    others = [p for p in sorted(Path(corpora).glob("toponyms/*.jsonl")) if p != corpus]
    cases = [case for path in others for case in resolution.read_cases(path, gazetteer)]
    ranker = resolution.train([*resolution.made_up(gazetteer), *cases])
    data = {name: recognition.examples(documents, gazetteer) for name, documents in load(Path(corpora)).items()}
    with tempfile.TemporaryDirectory() as folder:
        weights = Path(folder) / "recognition.crfsuite"
        recognition.train(recognition.mix(data, without=corpus.stem), weights, c1=0.2, c2=1.0, iterations=80)
        recognizer = CrfRecognizer(weights)

    def parse(document: Document) -> Parsed:
        toponyms = document.mentions
        if toponyms is None:
            toponyms = recognizer.recognise(document, gazetteer)
        return Parsed(document, resolve(document, toponyms, gazetteer, ranker=ranker), ())

    return parse


def predict(parse: Parser, corpus: Path, *, given: bool) -> str:
    """Predictions as JSON lines, in the gold's own ids and order; `given`: for the gold spans."""
    lines = []
    for read in read_paths([corpus]):
        if not isinstance(read, Document):
            raise SystemExit(str(read))
        document = read if given else replace(read, mentions=None)
        lines.append(json.dumps(parsed_record(parse(document))))
    return "\n".join(lines)


def score(corpora: Path, gold: Path, predicted: str, errors: int, *flags: str) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write(predicted)
        file.flush()
        command = [sys.executable, str(corpora / "score.py"), str(gold), file.name, *flags]
        done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
        if errors:
            print(
                subprocess.run([*command, "--errors", str(errors)], capture_output=True, text=True, check=True).stdout
            )
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    main()
