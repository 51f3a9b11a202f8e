"""Promise: the claims can fail. Each lecture's central functions are broken once, and a claim notices."""

import importlib

import pytest

from tests.lectures.claims.ledger import Ledger
from tools.definitions import definitions
from tools.notebooks import LECTURES

NUMBERS = [int(lecture.name[:2]) for lecture in LECTURES]


def claims_of(number):
    return importlib.import_module(f"tests.lectures.claims.test_{number}")


def cases():
    """Each slip of each lecture, as a parameter of the test below."""
    for number in NUMBERS:
        for right, wrong, test in claims_of(number).BROKEN:
            yield pytest.param(number, right, wrong, test, id=f"{number}-{test.__name__}-{wrong[:40]}")


@pytest.mark.parametrize("number", NUMBERS)
def test_every_lecture_is_broken_somewhere(number):
    assert len(claims_of(number).BROKEN) >= 2


@pytest.mark.parametrize(("number", "right", "wrong", "test"), list(cases()))
def test_a_claim_notices_the_slip(number, right, wrong, test):
    page = definitions(number, right, wrong)
    with pytest.raises(Exception):  # noqa: B017 - a claim that fails, or a function that no longer works
        test(page, Ledger(number), lambda quick, everything: quick)
    test(definitions(number, right, right), Ledger(number), lambda quick, everything: quick)
