"""The tests that every lecture's exercises share."""

import re

import pytest

from tools.notebooks import cells, lecture_path, namespace


def exercises_of(lecture):
    """The numbers of a lecture's exercises, such as '48.1', in order."""
    text = "\n".join(cell.source for cell in cells(lecture, "markdown"))
    return re.findall(r"^### Exercise (\d+\.\d+): ", text, re.MULTILINE)


def named(kind, lecture, exercise):
    """What the lecture calls answer_48_1, check_48_1 or solution_48_1."""
    return namespace(lecture)[f"{kind}_{exercise.replace('.', '_')}"]


def verdict(lecture, exercise, answer):
    """The one sentence, or few, that the check says of an answer."""
    said = named("check", lecture, exercise)(answer)
    assert isinstance(said, str) and said.endswith((".", "?")), "a check answers in sentences"
    return said


def exercise_tests(lecture, wrong):
    """The test functions for one lecture; wrong: exercise -> [(answer, words of its sentence), …]."""
    path = lecture_path(lecture)
    exercises = exercises_of(path)
    cases = [(exercise, *case) for exercise, answers in wrong.items() for case in answers]

    def test_the_lecture_has_its_exercises():
        assert len(exercises) >= 2
        assert sorted(wrong) == sorted(exercises)
        assert all(len(answers) >= 2 for answers in wrong.values())

    def test_one_exercise_is_a_debugging_task():
        stubs = [verdict(lecture, exercise, named("answer", lecture, exercise)) for exercise in exercises]
        assert any(said.startswith("Not mended yet") for said in stubs)

    @pytest.mark.parametrize("exercise", exercises)
    def test_the_stub_is_not_written_yet(exercise):
        said = verdict(lecture, exercise, named("answer", lecture, exercise))
        assert said.startswith(("Not written yet", "Not mended yet"))

    @pytest.mark.parametrize("exercise", exercises)
    def test_the_solution_passes(exercise):
        assert verdict(lecture, exercise, named("solution", lecture, exercise)).startswith("Right")

    @pytest.mark.parametrize(("exercise", "answer", "words"), cases)
    def test_a_wrong_answer_gets_its_sentence(exercise, answer, words):
        said = verdict(lecture, exercise, answer)
        assert not said.startswith(("Right", "Not written yet"))
        assert words.lower() in said.lower(), said

    @pytest.mark.parametrize("exercise", exercises)
    def test_an_answer_that_raises_gets_a_sentence(exercise):
        def broken(*arguments, **options):
            raise ZeroDivisionError("division by zero")

        assert "ZeroDivisionError" in verdict(lecture, exercise, broken)

    @pytest.mark.parametrize("exercise", exercises)
    def test_the_solution_is_hidden_for_every_reader(exercise):
        cell = next(cell for cell in cells(path, "code") if cell.source.startswith(f"# @title Solution {exercise}"))
        assert "hide-cell" in cell.metadata.tags
        assert cell.metadata.cellView == "form"
        assert cell.metadata.jupyter.source_hidden is True

    found = dict(locals())
    return {name: function for name, function in found.items() if name.startswith("test_")}
