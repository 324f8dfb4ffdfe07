"""Write docs/event.schema.json from `geo.record_schema`: python scripts/make_schema.py"""

import json
from pathlib import Path

from geo.record_schema import event_schema

TARGET = Path(__file__).parents[1] / "docs" / "event.schema.json"


def main() -> None:
    TARGET.write_text(json.dumps(event_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
