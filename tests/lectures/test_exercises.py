"""Promise: a check calls no wrong answer right and no right one wrong, names a mistake only where it is made, and never
crashes.

The answers that it is tried on lie in exercises/answers_NN.py, written by somebody who has not read the check:

    def right_44_1_with_a_loop(delta, weight, z): ...
    def wrong_44_1_transposed(delta, weight, z): ...

A right answer passes; a wrong one gets the general sentence; a 'slip_…' is a mistake that the check names, made in
another way. They see the names that the lecture defines, as a learner's cell does.
"""

import ast
import itertools
import re
from functools import cache
from pathlib import Path

import numpy
import pytest
import torch

from tools.notebooks import LECTURES, cells, namespace

FOLDER = Path(__file__).parent / "exercises"
FEWEST_RIGHT, FEWEST_WRONG = 4, 8
HEADING = re.compile(r"^### Exercise ((\d+)\.\d+): ", re.MULTILINE)
ANSWER = re.compile(r"(right|wrong|slip)_(\d+)_(\d+)_\w+")


def exercises_of(lecture):
    """The numbers of a lecture's exercises, such as '48.1', in order."""
    text = "\n".join(cell.source for cell in cells(lecture, "markdown"))
    return [number for number, _ in HEADING.findall(text)]


EXERCISES = {exercise: lecture for lecture in LECTURES for exercise in exercises_of(lecture)}


def answers_file(number):
    return FOLDER / f"answers_{number}.py"


@cache
def answer_names(kind):
    """Every answer of a kind as (exercise, name of its function)."""
    found = []
    for path in sorted(FOLDER.glob("answers_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            match = isinstance(node, ast.FunctionDef) and ANSWER.fullmatch(node.name)
            if match and match[1] == kind:
                found.append((f"{match[2]}.{match[3]}", node.name))
    return found


@cache
def answers(number):
    """The functions of a lecture's file of answers, which see the lecture's own names."""
    path = answers_file(number)
    names = dict(namespace(number))
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return names


def named(kind, exercise):
    """What the lecture calls answer_48_1, check_48_1 or solution_48_1."""
    return namespace(exercise.split(".")[0])[f"{kind}_{exercise.replace('.', '_')}"]


def verdict(exercise, answer):
    """What the check says of an answer."""
    said = named("check", exercise)(answer)
    assert isinstance(said, str) and said.rstrip("…").endswith((".", "?", "!")), "a check answers in sentences"
    return said


def slips(exercise):
    """The (sentence, wrong function) pairs that the check knows."""
    return list(named("check", exercise).keywords.get("slips", ()))


def each_exercise(test):
    return pytest.mark.parametrize("exercise", EXERCISES)(test)


@pytest.mark.parametrize("lecture", [path for path in LECTURES if path.parent.name == "chapters"], ids=lambda p: p.stem)
def test_a_lecture_has_two_or_three_exercises(lecture):
    assert 2 <= len(exercises_of(lecture)) <= 3


@each_exercise
def test_the_exercise_says_what_it_trains(exercise):
    text = EXERCISES[exercise].read_text(encoding="utf-8")
    section = text.split(f"### Exercise {exercise}: ")[1].split("\n```")[0]
    assert re.search(r"^\*Trains\*: .+", section, re.MULTILINE)


@each_exercise
def test_the_stub_is_told_so(exercise):
    said = verdict(exercise, named("answer", exercise))
    assert said.startswith(("Not written yet", "Not mended yet"))
    assert said.startswith("Not written yet") or said in [sentence for sentence, _ in slips(exercise)]


@each_exercise
def test_the_solution_passes(exercise):
    said = verdict(exercise, named("solution", exercise))
    assert said.startswith("Right. ") and len(said) > 30, "what follows from it?"


@each_exercise
def test_enough_answers_are_tried(exercise):
    assert sum(found == exercise for found, _ in answer_names("right")) >= FEWEST_RIGHT
    assert sum(found == exercise for found, _ in answer_names("wrong")) >= FEWEST_WRONG


@pytest.mark.parametrize(("exercise", "name"), answer_names("right"))
def test_a_right_answer_in_another_style_passes(exercise, name):
    assert verdict(exercise, answers(exercise.split(".")[0])[name]).startswith("Right. ")


@pytest.mark.parametrize(("exercise", "name"), answer_names("wrong"))
def test_a_wrong_answer_is_not_called_right_and_gets_no_false_diagnosis(exercise, name):
    said = verdict(exercise, answers(exercise.split(".")[0])[name])
    assert not said.startswith(("Right", "Not written yet"))
    assert said not in [sentence for sentence, _ in slips(exercise)]


@pytest.mark.parametrize(("exercise", "name"), answer_names("slip"))
def test_a_slip_made_in_another_way_is_named_too(exercise, name):
    assert verdict(exercise, answers(exercise.split(".")[0])[name]) in [sentence for sentence, _ in slips(exercise)]


@each_exercise
def test_every_slip_gets_its_own_sentence(exercise):
    known = slips(exercise)
    assert len({sentence for sentence, _ in known}) == len(known) >= 2
    for sentence, slip in known:
        assert verdict(exercise, slip) == sentence


@each_exercise
def test_no_two_slips_agree_nor_a_slip_and_the_solution(exercise):
    """Each as the solution of the check in its turn: none of those after it is right then."""
    check = named("check", exercise)
    functions = [("solution", named("solution", exercise)), *slips(exercise)]
    for (_, one), (name, other) in itertools.combinations(functions, 2):
        said = check.func(other, **{**check.keywords, "solution": one, "slips": ()})
        assert not said.startswith("Right"), f"{name!r} agrees with another"


def raises(*arguments, **options):
    raise ZeroDivisionError("division by zero")


JUNK = {
    "nothing": lambda *arguments: None,
    "text": lambda *arguments: "seventeen",
    "not a number": lambda *arguments: float("nan"),
    "a tensor of not a number": lambda *arguments: torch.full((3, 2), torch.nan),
    "an empty list": lambda *arguments: [],
    "an empty tensor": lambda *arguments: torch.empty(0),
    "an object": lambda *arguments: object(),
    "a set": lambda *arguments: {1, 2},
    "a dictionary": lambda *arguments: {"a": 1},
    "a number": lambda *arguments: 17.0,
    "a truth": lambda *arguments: True,
    "a ragged list": lambda *arguments: [[1.0], [2.0, 3.0]],
    "a NumPy array": lambda *arguments: numpy.zeros((1, 2, 3)),
    "a function": lambda *arguments: max,
    "an error": raises,
    "too many arguments": lambda a, b, c, d, e, f, g, h, i, j: 1.0,
    "no arguments": lambda: 1.0,
    "never written": ...,
    "no function": 17,
}


@each_exercise
@pytest.mark.parametrize("junk", JUNK)
def test_junk_gets_a_sentence(exercise, junk):
    said = verdict(exercise, JUNK[junk])
    assert not said.startswith("Right")
    assert said.startswith("Not written yet") == (junk == "never written")
    assert said not in [sentence for sentence, _ in slips(exercise)] or junk in ("a number", "a truth", "nothing")


@each_exercise
def test_the_solution_is_hidden_for_every_reader(exercise):
    hidden = [cell for cell in cells(EXERCISES[exercise], "code") if f"# @title Solution {exercise}" in cell.source]
    assert len(hidden) == 1
    assert "hide-cell" in hidden[0].metadata.tags
    assert hidden[0].metadata.cellView == "form"
    assert hidden[0].metadata.jupyter.source_hidden is True
