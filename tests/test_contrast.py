"""Promise: the figures' colours have a contrast of 3 to 1 on white and on black, their text 4.5 to 1 (WCAG 2)."""

import re

import pytest

from tests.lecture import BOOK, LECTURES, cells
from tests.test_portable import style_cell

NAMES = ["BLUE", "ORANGE", "GREEN", "PURPLE", "GREY"]
COLOURS = dict(zip(NAMES, re.findall(r"#[0-9A-F]{6}", style_cell(LECTURES[0])), strict=True))


def luminance(colour):
    """Relative luminance of '#rrggbb', from 0 for black to 1 for white."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("page", ["#ffffff", "#000000"])
@pytest.mark.parametrize("name", COLOURS)
def test_a_colour_is_seen_on_both_pages(name, page):
    assert contrast(COLOURS[name], page) >= (4.5 if name == "GREY" else 3)


def test_the_dark_page_is_black():
    style = (BOOK / "_static" / "course.css").read_text(encoding="utf-8")
    assert re.search(r'data-theme="dark"\] \{[^}]*--pst-color-background: #000000', style)


def test_figures_use_the_named_colours():
    """A colour written out in a lecture, other than white and black, would escape this test."""
    for lecture in LECTURES:
        for cell in cells(lecture, "code"):
            if "rcParams" not in cell.source:
                assert not re.findall(r'"#[0-9a-fA-F]{6}"', cell.source), lecture.name
