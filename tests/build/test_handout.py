"""Promise: a handout shows no solution, keeps all else, runs, and its checks still judge."""

import nbformat
import pytest

from tools.handout import handout, is_solution
from tools.notebooks import LECTURES, namespace

CHAPTERS = [lecture for lecture in LECTURES if lecture.parent.name == "chapters"]


def pair_of(lecture):
    return nbformat.read(lecture.with_suffix(".ipynb"), as_version=4)


@pytest.mark.parametrize("lecture", CHAPTERS, ids=lambda lecture: lecture.stem)
def test_only_the_solutions_are_sealed(lecture):
    sealed = handout(pair_of(lecture))
    nbformat.validate(sealed)
    before, after = pair_of(lecture).cells, sealed.cells
    assert [cell for cell in after if "# @title For the check" not in cell.source] == [
        cell for cell in before if not is_solution(cell)
    ]
    assert len(after) == len(before)
    assert "def solution_" not in "".join(cell.source for cell in after)


@pytest.mark.parametrize("lecture", CHAPTERS, ids=lambda lecture: lecture.stem)
def test_a_sealed_solution_runs_and_its_check_judges(lecture):
    """In the names that the lecture defines: all other cells are the lecture's own."""
    names = {name: value for name, value in namespace(lecture.name[:2]).items() if not name.startswith("solution_")}
    for cell in handout(pair_of(lecture)).cells:
        if cell.source.startswith(("# @title For the check", "# @title Check")):
            exec(cell.source, names)
    numbers = [name.removeprefix("solution_") for name in names if name.startswith("solution_")]
    assert len(numbers) == sum(map(is_solution, pair_of(lecture).cells))
    for number in numbers:
        assert names[f"check_{number}"](names[f"solution_{number}"]).startswith("Right.")
