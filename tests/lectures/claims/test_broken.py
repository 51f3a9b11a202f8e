"""Promise: the claims can fail. Each lecture's central functions are broken once, and a claim notices."""

import importlib
from functools import cache

import pytest

from tests.lectures.claims.ledger import Ledger
from tools.definitions import definitions
from tools.notebooks import LECTURES, cells, lecture_path

KEYS = [lecture.name.split("_")[0] for lecture in LECTURES]  # 44, or s1 of a study


def claims_of(key):
    return importlib.import_module(f"tests.lectures.claims.test_{key}")


def cases():
    """Each slip of each lecture, as a parameter of the test below."""
    for key in KEYS:
        for right, wrong, test in claims_of(key).BROKEN:
            yield pytest.param(key, right, wrong, test, id=f"{key}-{test.__name__}-{wrong[:40]}")


@pytest.mark.parametrize("key", KEYS)
def test_every_lecture_is_broken_somewhere(key):
    assert len(claims_of(key).BROKEN) >= 2


@pytest.mark.parametrize("key", KEYS)
def test_the_texts_to_break_are_in_the_lecture(key):
    code = "\n".join(cell.source for cell in cells(lecture_path(key), "code"))
    assert not [right for right, _, _ in claims_of(key).BROKEN if right not in code], "mend BROKEN in the claims"


def check(test, key, page):
    """Run a claim's test on a lecture's functions."""
    test(page, Ledger(key), lambda quick, everything: quick)


@cache
def check_the_control(test, key):
    """The same with nothing replaced: what was noticed is the slip. Once for all slips of a test."""
    check(test, key, definitions(key))


@pytest.mark.slow
@pytest.mark.parametrize(("key", "right", "wrong", "test"), list(cases()))
def test_a_claim_notices_the_slip(key, right, wrong, test):
    broken = definitions(key, right, wrong)  # not inside: that these fail says nothing of the claim
    with pytest.raises(Exception):  # noqa: B017 - a claim that fails, or a function that no longer works
        check(test, key, broken)
    check_the_control(test, key)
