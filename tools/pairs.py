"""Write the shared cells into every lecture's .md, then its .ipynb from it, keeping cell ids; never the other way."""

import sys
from pathlib import Path

from jupytext.cli import jupytext

from tools.shared_cells import fill
from tools.sources import SourceError, check_pair, lectures


def write_pair(lecture):
    """Write one pair; whether it changed. An unreadable .ipynb is refused, not overwritten."""
    pair = lecture.with_suffix(".ipynb")
    before = pair.read_bytes() if pair.exists() else None
    text = lecture.read_text(encoding="utf-8")
    if fill(text) != text:
        lecture.write_text(fill(text), encoding="utf-8")
    update = ["--update"] if pair.exists() else []
    try:
        jupytext(["--quiet", "--to", "ipynb", *update, "--output", str(pair), str(lecture)])
    except (ValueError, KeyError) as error:  # what nbformat raises for a file that is no notebook
        raise SourceError(
            f"chapters/{pair.name}: not written, the file there is not a notebook ({type(error).__name__}). "
            "Delete it and run 'make pairs' again."
        ) from None
    check_pair(lecture)
    return pair.read_bytes() != before


def main():
    book = Path(__file__).resolve().parent.parent
    try:
        for lecture in lectures(book):
            print(f"{'written' if write_pair(lecture) else 'unchanged'}  {lecture.with_suffix('.ipynb').name}")
    except SourceError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
