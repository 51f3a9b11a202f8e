"""Write the lectures without their solutions, to give to a class: make handout."""

import nbformat

from tools.build import BOOK
from tools.sources import lectures


def is_solution(cell):
    """Whether a cell holds an exercise's solution."""
    return cell.cell_type == "code" and cell.source.startswith("# @title Solution")


def handout(notebook):
    """The notebook without its solution cells; all else unchanged."""
    copy = nbformat.from_dict(notebook)
    copy.cells = [cell for cell in notebook.cells if not is_solution(cell)]
    return copy


def main():
    folder = BOOK / "_build" / "handout"
    folder.mkdir(parents=True, exist_ok=True)
    for lecture in lectures(BOOK):
        notebook = nbformat.read(lecture.with_suffix(".ipynb"), as_version=4)
        smaller = handout(notebook)
        nbformat.write(smaller, folder / f"{lecture.stem}.ipynb")
        print(f"{lecture.stem}.ipynb: {len(notebook.cells) - len(smaller.cells)} solutions taken out")
    print(f"Written to {folder}")


if __name__ == "__main__":
    main()
