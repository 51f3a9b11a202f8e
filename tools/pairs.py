"""Write the shared cells into every lecture's .md, bring it to jupytext's form, then write the .ipynb from it.

The .md is the source; an edit of the .ipynb is never carried back. Afterwards 'jupytext --sync' and a save in
JupyterLab find nothing to change: the front matter declares the pair and keeps jupytext's version out of the files.
"""

import os
import sys
from pathlib import Path

import jupytext
import nbformat
from jupytext.combine import map_outputs_to_inputs

from tools.shared_cells import fill
from tools.sources import SourceError, lectures, reading

PAIRING = {
    "formats": "md:myst,ipynb",
    # A save would write the version of whoever saves.
    "notebook_metadata_filter": "-jupytext.text_representation.jupytext_version",
}
# What JupyterLab writes at a save: the name that ipykernel gives its kernel.
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def clean(notebook):
    """The notebook without what a run leaves in it: outputs, counts, the versions of who ran it."""
    # Notebook files keep their keys sorted: read through one, the .md does not depend on the side it was saved from.
    notebook = nbformat.reads(nbformat.writes(nbformat.from_dict(notebook)), as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    if notebook.metadata.get("kernelspec", {}).get("name") == KERNEL["name"]:
        notebook.metadata.kernelspec = dict(KERNEL)  # another kernel is named by the checks, not replaced
    for key in set(notebook.metadata) - {"jupytext", "kernelspec"}:
        del notebook.metadata[key]
    return notebook


def source_text(lecture):
    """The lecture's .md as jupytext writes it, its shared cells filled in, declared as one of a pair."""
    with reading(lecture):
        notebook = jupytext.reads(fill(lecture.read_text(encoding="utf-8")), fmt="md:myst")
    notebook.metadata.setdefault("jupytext", {}).update(PAIRING)
    return jupytext.writes(clean(notebook), fmt="md:myst")


def keep_ids(notebook, pair):
    """Give the cells the ids that they have in the .ipynb on disk; an unreadable one is refused."""
    try:
        old = nbformat.read(pair, as_version=4)
    except (ValueError, KeyError, AttributeError) as error:  # what nbformat raises for a file that is no notebook
        raise SourceError(
            f"{pair.parent.name}/{pair.name}: not written, the file there is not a notebook ({type(error).__name__}). "
            "Delete it and run 'make pairs' again."
        ) from None
    for cell, place in zip(notebook.cells, map_outputs_to_inputs(notebook.cells, old.cells), strict=True):
        if place is not None and "id" in old.cells[place]:
            cell.id = old.cells[place].id


def pair_texts(lecture):
    """What the .md and the .ipynb of a lecture should hold, to the letter."""
    text = source_text(lecture)
    notebook = jupytext.reads(text, fmt="md:myst")
    notebook.metadata.jupytext.pop("text_representation")  # says what the .md is
    pair = lecture.with_suffix(".ipynb")
    if pair.exists():
        keep_ids(notebook, pair)
    return text, nbformat.writes(notebook) + "\n"


def write_if_changed(path, text):
    """Write a file only where it differs, so that its time stays; whether it did."""
    if path.exists() and path.read_bytes() == text.encode():
        return False
    path.write_bytes(text.encode())
    return True


def write_pair(lecture):
    """Bring both files of one lecture to their form; whether one changed."""
    pair = lecture.with_suffix(".ipynb")
    text, notebook = pair_texts(lecture)
    changed = [write_if_changed(lecture, text), write_if_changed(pair, notebook)]
    if any(changed):
        os.utime(lecture)  # the newer file is the one that jupytext believes
    return any(changed)


def main():
    book = Path(__file__).resolve().parent.parent
    try:
        for lecture in lectures(book):
            print(f"{'written' if write_pair(lecture) else 'unchanged'}  {lecture.with_suffix('.ipynb').name}")
    except SourceError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
