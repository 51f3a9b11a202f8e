"""Promise: the figures of a page are legible on a phone and sharp, their axes named and their numbers written one way.

A picture's text cannot be measured in the page, so the lecture's cells run here once more: the figures that they draw
are the pictures of the page, in the same order.
"""

import re
from functools import cache

import pytest
from matplotlib.text import Text
from PIL import Image

from tests.site.built import DESKTOP, each_notebook_shown
from tools.notebooks import LECTURES, lecture_path, namespace

PHONE = {"width": 390, "height": 844}
SMALLEST = 9  # CSS pixels, as high as a line of the text's font
# Other ways of writing what the course writes in one way.
OTHER_NAMES = {
    "epoch": re.compile(r"epochs?\b|training epochs?|iterations?", re.IGNORECASE),
    "loss": re.compile(r"loss(es)?", re.IGNORECASE),
    "learning rate": re.compile(r"learning[ -]rates?|lr|rate η", re.IGNORECASE),
    "$x_1$": re.compile(r"\$?x_?\{?1\}?\$?|x₁"),
    "$x_2$": re.compile(r"\$?x_?\{?2\}?\$?|x₂"),
}
NUMBER = re.compile(r"/(\w+?)_[^/]*\.html")
MATHEMATICS = re.compile(r"\$[^$]*\$")
HYPHEN = re.compile(r"(?<![\w.)\]])-\d")
EXPONENT = re.compile(r"\d[eE][-+\N{MINUS SIGN}]?\d")

lectures = pytest.mark.parametrize("lecture", LECTURES, ids=lambda lecture: lecture.stem)


@cache
def figures(lecture):
    """The figures that a lecture draws, laid out."""
    drawn = namespace(lecture.stem.split("_")[0])["__figures__"]
    for figure in drawn:
        figure.draw_without_rendering()
    return drawn


def widths(page, site):
    """For each picture of a figure its pixels, and its widths in CSS pixels on a desktop and on a phone."""
    pictures = page.locator(".cell_output img:not(figure.chart img)")
    names = pictures.evaluate_all("images => images.map(image => image.src.split('/').pop())")
    found = [[Image.open(site / "_images" / name).width for name in names]]
    for window in (PHONE, DESKTOP):
        page.set_viewport_size(window)
        found.append(pictures.evaluate_all("images => images.map(image => image.getBoundingClientRect().width)"))
    return list(zip(*found, strict=True))


def texts(figure):
    """What a figure writes: its visible texts, without labels of axes that are off and of ticks out of view."""
    hidden = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            off = not (axes.get_visible() and axes.axison and axis.get_visible())
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                if off or not low <= tick.get_loc() <= high:
                    hidden.update((tick.label1, tick.label2))
            if off:
                hidden.update((axis.label, axis.get_offset_text()))
        if not axes.get_visible():
            hidden.update(axes.findobj(Text))
    return [text for text in figure.findobj(Text) if text.get_text() and text.get_visible() and text not in hidden]


@each_notebook_shown
def test_a_figure_is_legible_on_a_phone_and_sharp_on_a_fine_screen(shown, site):
    drawn_here = figures(lecture_path(NUMBER.search(shown.page.url)[1]))
    small = []
    for figure, (drawn, on_phone, on_desktop) in zip(drawn_here, widths(shown.page, site), strict=True):
        assert drawn >= 2 * on_desktop, f"{drawn} pixels on {on_desktop:.0f}"
        least = min(texts(figure), key=lambda text: text.get_fontsize())
        pixels = least.get_fontsize() / 72 * figure.dpi * on_phone / drawn
        if pixels < SMALLEST:
            small.append((least.get_text(), round(pixels, 2)))
    assert not small


def labelled_ticks(axis):
    low, high = sorted(axis.get_view_interval())
    ticks = (*axis.get_major_ticks(), *axis.get_minor_ticks())
    return sum(
        bool(label.get_text()) and label.get_visible() and low <= tick.get_loc() <= high
        for tick in ticks
        for label in (tick.label1, tick.label2)
    )


@lectures
def test_a_logarithmic_axis_has_two_labelled_ticks(lecture):
    for figure in figures(lecture):
        for axes in figure.axes:
            for name, group in (("x", axes.get_shared_x_axes()), ("y", axes.get_shared_y_axes())):
                if getattr(axes, f"get_{name}scale")() == "log" and axes.axison:
                    # Of axes that share a scale one may carry the labels for all.
                    shared = [getattr(other, f"{name}axis") for other in group.get_siblings(axes)]
                    assert max(map(labelled_ticks, shared)) >= 2, f"{name} axis of {axes.get_title()!r}"


@lectures
def test_axes_are_named_one_way(lecture):
    for figure in figures(lecture):
        for axes in figure.axes:
            for label in (axes.get_xlabel(), axes.get_ylabel()):
                for right, other in OTHER_NAMES.items():
                    assert label == right or not other.fullmatch(label), f"{label!r}: write {right!r}"


@lectures
def test_numbers_in_a_figure_have_a_minus_and_no_raw_exponent(lecture):
    for figure in figures(lecture):
        for text in texts(figure):
            plain = MATHEMATICS.sub("", text.get_text())
            assert not HYPHEN.search(plain), plain
            assert not EXPONENT.search(plain), plain
