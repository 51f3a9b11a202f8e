"""Promise: a computed sentence or table writes its numbers as a book does: a minus, powers of ten, units kept close."""

import copy
import re

import pytest

from tests.site.built import article, page_of
from tools.notebooks import LECTURES

FAULTS = {
    "a hyphen for a minus": re.compile(r"(?<![\w.)\]])-\d"),
    "a raw exponent": re.compile(r"\d[eE][-+\N{MINUS SIGN}]?\d"),
    "a line may end between number and %": re.compile(r"\d %"),
}


def computed(site, lecture):
    """The sentences and cells of tables that a page's code wrote, without mathematics and code."""
    found = []
    for element in article(site, page_of(lecture)).select(".cell_output :is(p, li, td, th)"):
        plain = copy.copy(element)
        for other in plain.select("math, code, pre, figure.chart"):
            other.decompose()
        found.append(plain.get_text(" "))
    return found


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("lecture", LECTURES, ids=lambda lecture: lecture.stem)
def test_computed_numbers_are_written_one_way(site, lecture, fault):
    found = [text for text in computed(site, lecture) if FAULTS[fault].search(text)]
    assert not found
