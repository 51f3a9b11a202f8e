"""Promise: figures and charts have a contrast of 3 to 1 on white and on black, their text 4.5 to 1 (WCAG 2).

Measured in the colours that the lectures name, in the pictures of the built pages, and in the charts as drawn.
"""

import re
from collections import Counter

import pytest
from PIL import Image

from tests.site.built import each_chart_shown
from tools.notebooks import BOOK, LECTURES, cells
from tools.shared_cells import FOLDER

NAMES = ["BLUE", "ORANGE", "GREEN", "PURPLE", "GREY"]
STYLE = (FOLDER / "figure_style.py").read_text(encoding="utf-8")
TEXT = ["BLUE", "ORANGE", "GREY"]
COLOURS = dict(zip(NAMES, re.findall(r"#[0-9A-F]{6}", STYLE), strict=True))


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
    assert contrast(COLOURS[name], page) >= (4.5 if name in TEXT else 3)


def test_the_dark_page_is_black():
    style = (BOOK / "_static" / "course.css").read_text(encoding="utf-8")
    assert re.search(r'data-theme="dark"\] \{[^}]*--pst-color-background: #000000', style)


def test_figures_use_the_named_colours():
    """A colour written out in a lecture, other than white and black, would escape this test."""
    for lecture in LECTURES:
        for cell in cells(lecture, "code"):
            if "rcParams" not in cell.source:
                assert not re.findall(r'"#[0-9a-fA-F]{6}"', cell.source), lecture.name


def test_text_in_a_figure_has_a_colour_for_text():
    """The other colours reach 3 to 1 on both pages, but not the 4.5 to 1 that text needs."""
    for lecture in LECTURES:
        for cell in cells(lecture, "code"):
            for call in re.findall(
                r"\.(?:text|annotate|set_title|set_[xy]label)\((?:[^()]|\([^()]*\))*\)", cell.source
            ):
                named = re.search(r"\bcolor=(\w+)", call)
                assert named is None or named[1] in TEXT, f"{lecture.name}: {call}"


def pictures(site, lecture):
    page = (site / lecture.parent.name / f"{lecture.stem}.html").read_text(encoding="utf-8")
    return [site / "_images" / name for name in re.findall(r'src="\.\./_images/([^"]+\.png)"', page)]


def solid_colours(picture):
    """The opaque colours of a picture, '#rrggbb', with the share of the picture that each covers."""
    counts = Counter()
    for count, (red, green, blue, alpha) in picture.getcolors(maxcolors=picture.width * picture.height):
        if alpha > 250:
            counts[f"#{red:02X}{green:02X}{blue:02X}"] += count / (picture.width * picture.height)
    return counts


def edge(picture):
    width, height = picture.size
    strips = [(0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height), (width - 1, 0, width, height)]
    return [picture.crop(strip).getchannel("A").getextrema()[1] for strip in strips]


COVERS = 0.005  # a colour on less of the picture than this is a rim between two others
MAP = 0.1  # a picture with more than this in other colours is a map, with its colours and numbers in a bar beside it


@pytest.mark.parametrize("lecture", LECTURES, ids=lambda lecture: lecture.stem)
def test_the_rendered_figures_are_seen_on_both_pages(site, lecture):
    paths = pictures(site, lecture)
    assert paths
    for path in paths:
        picture = Image.open(path).convert("RGBA")
        assert edge(picture) == [0, 0, 0, 0], f"{path.name}: a card behind the figure"
        colours = solid_colours(picture)
        assert colours[COLOURS["GREY"]] > 0.002, f"{path.name}: no text in the named grey"
        faint = {
            colour: share
            for colour, share in colours.items()
            if min(contrast(colour, "#000000"), contrast(colour, "#FFFFFF")) < 3
        }
        if sum(faint.values()) < MAP:
            assert max(faint.values(), default=0) < COVERS, f"{path.name}: {faint}"


DRAWN_TEXT = """(theme) => {
    document.documentElement.dataset.theme = theme;
    const part = (number) => Number(number).toString(16).padStart(2, "0");
    const hex = (colour) => "#" + colour.match(/\\d+/g).slice(0, 3).map(part).join("");
    const page = hex(getComputedStyle(document.body).backgroundColor);
    // An arrow or a cross is a mark, not text.
    const words = /[\\p{L}\\d]/u;
    const texts = [...document.querySelectorAll("figure.chart svg text")]
        .filter((text) => words.test(text.textContent));
    return [page, [...new Set(texts.map((text) => hex(getComputedStyle(text).fill)))]];
}"""


@each_chart_shown
def test_the_drawn_charts_have_readable_text_in_both_themes(shown):
    for theme in ("dark", "light"):
        background, texts = shown.page.evaluate(DRAWN_TEXT, theme)
        assert texts
        for text in texts:
            assert contrast(text, background) >= 4.5, f"{text} on {background}"
