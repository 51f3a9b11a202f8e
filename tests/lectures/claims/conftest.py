"""Fixtures of the claims: the lecture's own names, a ledger, and the number of repeats."""

import re
from dataclasses import asdict

import pytest

from tests.lectures.claims.ledger import Ledger
from tools.notebooks import namespace


def number_of(module):
    return int(re.search(r"test_(\d+)", module.__name__)[1])


@pytest.fixture
def page(request):
    """The names that the lecture defines, as one namespace."""
    return namespace(number_of(request.module))


@pytest.fixture
def ledger(request):
    """The ledger of one test; its lines travel with the test's report, also from another process."""
    kept = Ledger(number_of(request.module))
    yield kept
    request.node.user_properties.extend(("claim", asdict(line)) for line in kept.lines)


@pytest.fixture
def repeats(request):
    """repeats(quick, full): the count for 'make test' or for 'make claims'."""
    full = request.config.getoption("--full")
    return lambda quick, everything: everything if full else quick
