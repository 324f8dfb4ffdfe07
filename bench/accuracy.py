"""Accuracy of recognition and resolution on annotated corpora, by the scorer that comes with them.

    DATELINE_CORPORA=... python bench/accuracy.py [--leave-one-out] [--errors N]

The folder holds `score.py` and `toponyms/*.jsonl`: documents with gold mentions, one a line. The shipped weights were
trained on these very corpora, which flatters them; `--leave-one-out` judges each by weights trained without it, LGL
also by 5-fold cross-validation over its documents. That takes some minutes and the extra `train`.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geo.gazetteers import open_gazetteer
from geo.gazetteers.index import IndexGazetteer
from geo.model import Document, Parsed
from geo.pipeline import Pipeline
from geo.readers import read_paths
from geo.records import parsed_record
from geo.resolution import resolve
from geo.resolution.ranker import Ranker, shipped

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from training.cases import made_up_cases, read_cases  # noqa: E402 - the folder beside this one
from training.judging import Judged, judge  # noqa: E402

Parser = Callable[[Document], Parsed]


@dataclass(frozen=True)
class Aims:
    """What we want of a corpus, and what others have published of it."""

    within: float
    same: float
    end_to_end: float
    published: str
    recognition: str


AIMS = {
    "lgl": Aims(0.88, 0.80, 0.76, "voting of eight .83*, CLAVIN .60, CamCoder .62", "Mordecai 3.5 .845, flair .745"),
    "tr-news": Aims(
        0.94, 0.86, 0.84, "voting of eight .86*, CLAVIN .71, CamCoder .67", "Mordecai 3.5 .832, flair .828"
    ),
}
NO_AIMS = Aims(float("nan"), float("nan"), float("nan"), "", "")
# Judged by cross-validation too: large enough to learn from.
FOLDED = {"lgl"}
SURE_SHARE, SURE_RIGHT = 0.80, 0.97


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="?", type=Path, default=os.environ.get("DATELINE_CORPORA"))
    parser.add_argument("--leave-one-out", action="store_true", help="train without each corpus before it is judged")
    parser.add_argument("--errors", type=int, default=0, help="show the N commonest errors of each sort")
    options = parser.parse_args()
    if options.corpora is None:
        print("accuracy: set DATELINE_CORPORA to a folder with score.py and toponyms/*.jsonl; nothing measured")
        return
    bench = Bench(Path(options.corpora), open_gazetteer(), options.leave_one_out, options.errors)
    if not options.leave_one_out:
        print("the shipped weights have seen these corpora: --leave-one-out for figures to trust\n")
    print_resolution({label: judged for name in bench.paths for label, judged in bench.resolved(name)})
    print_text(bench)


class Bench:
    def __init__(self, corpora: Path, gazetteer: IndexGazetteer, left_out: bool, errors: int) -> None:
        self.corpora, self.gazetteer, self.left_out, self.errors = corpora, gazetteer, left_out, errors
        self.paths = {path.stem: path for path in sorted(corpora.glob("toponyms/*.jsonl"))}
        self.cases = {name: list(read_cases(path, gazetteer)) for name, path in self.paths.items()}
        self.world = list(made_up_cases(gazetteer)) if left_out else []
        self.rankers: dict[str, Ranker] = {}

    def resolved(self, name: str) -> Iterator[tuple[tuple[str, str], Judged]]:
        """((corpus, how judged), figures), for the gold spans."""
        cases = self.cases[name]
        if not self.left_out:
            yield (name, "shipped"), judge([(shipped(), cases)])
            return
        from training import resolution

        others = [*self.world, *(case for other, found in self.cases.items() if other != name for case in found)]
        self.rankers[name] = resolution.train(others)
        yield (name, "by the others"), judge([(self.rankers[name], cases)])
        if name in FOLDED:
            parts = ((resolution.train(learned + others), asked) for learned, asked in resolution.folds(cases))
            yield (name, "5-fold"), judge(parts)

    def text_figures(self, name: str) -> dict[str, Any]:
        """What the scorer says of recognition and of both stages together."""
        parse = self._trained_without(name) if self.left_out else Pipeline(self.gazetteer).parse
        return score(self.corpora, self.paths[name], predict(parse, self.paths[name]), self.errors)

    def _trained_without(self, name: str) -> Parser:
        from geo.recognition import CrfRecognizer
        from training import recognition
        from training.corpora import load

        data = {other: recognition.examples(found, self.gazetteer) for other, found in load(self.corpora).items()}
        with tempfile.TemporaryDirectory() as folder:
            weights = Path(folder) / "recognition.crfsuite"
            recognition.train(recognition.mix(data, without=name), weights)
            recognizer = CrfRecognizer(weights)
        ranker = self.rankers[name]

        def parse(document: Document) -> Parsed:
            toponyms = recognizer.recognise(document, self.gazetteer)
            return Parsed(document, resolve(document, toponyms, self.gazetteer, ranker=ranker), ())

        return parse


def print_resolution(figures: dict[tuple[str, str], Judged]) -> None:
    print("Which place a gold name means (every figure is a share of all gold names that have coordinates)")
    print(
        f"{'corpus':9}{'judged':15}{'within 161 km':>16}{'GeoNames id':>16}{'offered':>9}{'said >= .9':>14}{'right':>12}"
    )
    for (name, how), judged in figures.items():
        aims, (share, right) = AIMS.get(name, NO_AIMS), judged.sure
        print(
            f"{name:9}{how:15}{beside(judged.right / judged.total, aims.within):>16}"
            f"{beside(judged.same / judged.total, aims.same):>16}{judged.offered / judged.total:9.3f}"
            f"{beside(share, SURE_SHARE):>14}{beside(right, SURE_RIGHT):>12}  {aims.published}"
        )
    print(
        "in brackets: what we aim at. offered: the gazetteer has a right candidate. * without countries and demonyms\n"
    )
    print("How often an answer is right, by the confidence it comes with")
    for (name, how), judged in figures.items():
        print(f"  {name}, {how}")
        for line in judged.reliability():
            print(f"    {line}")
    print()


def print_text(bench: Bench) -> None:
    print("From the text alone")
    print(f"{'corpus':9}{'names found, exact P / R / F1':>31}{'overlapping F1':>16}{'found and placed F1':>22}")
    for name in bench.paths:
        found, aims = bench.text_figures(name), AIMS.get(name, NO_AIMS)
        exact = found["recognition_exact"]
        print(
            f"{name:9}{exact['p']:19.3f} {exact['r']:.3f} {exact['f1']:.3f}{found['recognition_overlap']['f1']:16.3f}"
            f"{beside(found['end_to_end']['f1'], aims.end_to_end):>22}  exact F1 of others: {aims.recognition}"
        )


def beside(figure: float, aim: float) -> str:
    return f"{figure:.3f}" if math.isnan(aim) else f"{figure:.3f} ({aim:.2f})"


def predict(parse: Parser, corpus: Path) -> str:
    """Predictions as JSON lines, in the gold's own ids and order."""
    lines = []
    for read in read_paths([corpus]):
        if not isinstance(read, Document):
            raise SystemExit(str(read))
        lines.append(json.dumps(parsed_record(parse(replace(read, mentions=None)))))
    return "\n".join(lines)


def score(corpora: Path, gold: Path, predicted: str, errors: int) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write(predicted)
        file.flush()
        command = [sys.executable, str(corpora / "score.py"), str(gold), file.name]
        done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
        if errors:
            print(
                subprocess.run([*command, "--errors", str(errors)], capture_output=True, text=True, check=True).stdout
            )
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    main()
