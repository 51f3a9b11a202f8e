"""Fixtures of the claims: the lecture's own names, a ledger, and the number of repeats."""

import re
from dataclasses import asdict

import pytest

from tests.lectures.claims.ledger import Ledger
from tools.notebooks import namespace


def key_of(module):
    """'44' of a lecture's claims, 's1' of a study's."""
    return re.search(r"test_(\w+)$", module.__name__)[1]


@pytest.fixture
def page(request):
    """The names that the lecture defines, as one namespace."""
    return namespace(key_of(request.module))


@pytest.fixture
def ledger(request):
    """The ledger of one test; its lines travel with the test's report, also from another process."""
    kept = Ledger(key_of(request.module))
    yield kept
    test = request.function.__name__
    request.node.user_properties.extend(("claim", {**asdict(line), "test": test}) for line in kept.lines)


@pytest.fixture
def repeats(request):
    """repeats(quick, full): the count for 'make test' or for 'make claims'."""
    full = request.config.getoption("--full")
    return lambda quick, everything: everything if full else quick
