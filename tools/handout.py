"""Write the lectures without readable solutions, to give to a class: make handout."""

import base64

import nbformat

from tools.build import BOOK
from tools.sources import lectures

SEALED = """# @title For the check
# The solution, for the check to compare with, in a form that nobody reads by accident.
import base64

exec(base64.b64decode("{code}").decode())
"""


def is_solution(cell):
    """Whether a cell holds an exercise's solution."""
    return cell.cell_type == "code" and cell.source.startswith("# @title Solution")


def sealed(cell):
    """A solution's cell with its code encoded: the check after it still finds the function."""
    code = base64.b64encode(cell.source.encode()).decode()
    return nbformat.from_dict({**cell, "source": SEALED.format(code=code).rstrip("\n")})


def handout(notebook):
    """The notebook with its solutions sealed; all else unchanged."""
    copy = nbformat.from_dict(notebook)
    copy.cells = [sealed(cell) if is_solution(cell) else cell for cell in notebook.cells]
    return copy


def main():
    folder = BOOK / "_build" / "handout"
    folder.mkdir(parents=True, exist_ok=True)
    for lecture in lectures(BOOK):
        notebook = nbformat.read(lecture.with_suffix(".ipynb"), as_version=4)
        nbformat.write(handout(notebook), folder / f"{lecture.stem}.ipynb")
        print(f"{lecture.stem}.ipynb: {sum(map(is_solution, notebook.cells))} solutions sealed")
    print(f"Written to {folder}")


if __name__ == "__main__":
    main()
