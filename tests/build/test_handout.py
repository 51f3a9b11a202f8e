"""Promise: a handout has no solution, keeps all else, and runs."""

import nbformat
import pytest

from tools.handout import handout, is_solution
from tools.notebooks import LECTURES, NAMES, run_cells


def pair_of(lecture):
    return nbformat.read(lecture.with_suffix(".ipynb"), as_version=4)


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_only_the_solutions_are_gone(lecture):
    notebook = pair_of(lecture)
    smaller = handout(notebook)
    has_exercises = "### Exercise" in "".join(cell.source for cell in notebook.cells)
    assert (len(smaller.cells) < len(notebook.cells)) == has_exercises
    assert smaller.cells == [cell for cell in notebook.cells if not is_solution(cell)]
    assert "def solution_" not in "".join(cell.source for cell in smaller.cells)
    nbformat.validate(smaller)


def test_a_handout_runs():
    lecture = LECTURES[5]
    run_cells([cell.source for cell in handout(pair_of(lecture)).cells if cell.cell_type == "code"], lecture.name)
