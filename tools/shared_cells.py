"""Cells that several notebooks hold to the letter: each stands once in templates/cells and is written from there.

A notebook takes a shared cell by a hidden code cell whose first line is the shared cell's first line, its title; the
rest of the cell is then written by 'make pairs'.
"""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "cells"
# A code cell of a text notebook: its opening and options, its source, its end.
CELL = re.compile(
    r"(?P<head>^```\{code-cell\}[^\n]*\n(?:---\n.*?\n---\n|(?::[^\n]*\n)+\n?)?)(?P<source>.*?)(?P<end>^```$)",
    re.MULTILINE | re.DOTALL,
)


@cache
def shared_cells():
    """The source of each shared cell by its first line."""
    sources = [path.read_text(encoding="utf-8").rstrip() for path in sorted(FOLDER.glob("*.py"))]
    return {source.splitlines()[0]: source for source in sources}


def fill(text):
    """A text notebook with each of its shared cells as templates/cells has it."""

    def written(match):
        first = match["source"].strip().split("\n", 1)[0]
        source = shared_cells().get(first)
        return f"{match['head']}{source}\n{match['end']}" if source else match[0]

    return CELL.sub(written, text)


def drifted(cells):
    """The titles of the shared cells that differ from templates/cells, in a list of notebook cells."""
    for cell in cells:
        source = shared_cells().get(cell.source.split("\n", 1)[0])
        if source and cell.source.rstrip() != source:
            yield cell.source.split("\n", 1)[0]
