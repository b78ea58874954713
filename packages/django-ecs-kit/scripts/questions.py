"""Writes the check's questions into the README, from the check itself."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
README = PACKAGE / "README.md"
TABLE = re.compile(r"(?<=<!-- questions -->\n).*?(?=<!-- /questions -->)", re.DOTALL)


def table() -> str:
    sys.path.insert(0, str(PACKAGE / "src"))
    from django_ecs.check import QUESTIONS

    rows = ["| question | asks | finds |", "| --- | --- | --- |"]
    for name, (ask, _, _) in QUESTIONS.items():
        source = inspect.getsource(ask)
        words = {"problem": "problem|refused", "warning": "warning"}
        kinds = [kind for kind, word in words.items() if re.search(rf"\b({word})\b", source)]
        rows.append(f"| `{name}` | {' '.join((ask.__doc__ or '').split())} | {' or '.join(kinds)} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    README.write_text(TABLE.sub(lambda _: table(), README.read_text()))
