"""Promise: the built pages are whole: no traceback, no raw markup, real alt text, links that lead somewhere."""

import pickle
import re
from functools import cache
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from tests.site.built import PAGES, article, page_of, soup
from tools.notebooks import LECTURES, NAMES

RAW_MARKUP = re.compile(
    r"Traceback \(most recent call last\)|\{code-cell\}|:::|```|\{(note|math|term|doc|ref|eq)\}|\$\$"
)
LOADED = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src", "video": "src"}
SHORTEST_ALT = 40


@pytest.mark.parametrize("page", PAGES)
def test_no_traceback_and_no_raw_markup(site, page):
    text = article(site, page).get_text(" ")
    assert not RAW_MARKUP.search(text)


@pytest.mark.parametrize("page", PAGES)
def test_every_image_says_what_it_shows(site, page):
    for image in article(site, page).find_all("img"):
        alt = image.get("alt", "").strip()
        assert len(alt) >= SHORTEST_ALT, f"alt text too short: {alt!r}"
        assert not re.search(r"\.(png|svg|jpe?g)\b|[0-9a-f]{16}", alt), f"a file name is no alt text: {alt!r}"
        figure = image.find_parent("figure")
        caption = figure.find("figcaption") if figure else None
        assert not caption or caption.get_text(" ", strip=True) != alt, f"the caption says no more than {alt!r}"


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_every_figure_cell_names_its_alt_text(site, lecture):
    page = article(site, page_of(lecture))
    alts = [image["alt"] for image in page.find_all("img")]
    assert alts, "a lecture without figures"
    assert len(alts) == len(set(alts)), "two figures with the same alt text"


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_no_output_is_a_long_tensor(site, lecture):
    """The value of a cell's last line is shown, meant or not."""
    outputs = article(site, page_of(lecture)).select("div.cell_output pre")
    long = [text for text in (output.get_text() for output in outputs) if "tensor(" in text and text.count("\n") > 8]
    assert long == []


@pytest.mark.parametrize("page", PAGES)
def test_headings_are_in_order(site, page):
    levels = [int(heading.name[1]) for heading in article(site, page).find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below <= above + 1 for above, below in zip(levels, levels[1:], strict=False))


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_loaded_from_another_host(site, page):
    for tag, attribute in LOADED.items():
        for element in soup(site, page).find_all(tag):
            address = element.get(attribute) or ""
            if tag == "link" and set(element.get("rel", [])) & {"canonical", "next", "prev"}:
                continue
            assert not urlsplit(address).netloc, f"<{tag}> asks {address}"


def test_style_sheets_ask_no_other_host(site):
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet.name


@cache
def anchors(path):
    return set(re.findall(r'\sid="([^"]+)"', path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_resolve(site, page):
    for link in soup(site, page).find_all("a", href=True):
        parts = urlsplit(link["href"])
        if parts.scheme or parts.netloc:
            continue
        path, anchor = urldefrag(link["href"])
        target = (site / page).parent / unquote(path.split("?")[0]) if path else site / page
        target = target.resolve()
        assert target.is_file(), f"{link['href']} leads nowhere"
        if anchor and target.suffix == ".html":
            assert unquote(anchor) in anchors(target), f"{link['href']}: no such place on the page"


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_a_lecture_has_the_anatomy(lecture):
    text = lecture.read_text(encoding="utf-8")
    parts = ["**You need**", "**Time**"]
    if lecture.parent.name == "chapters":
        parts += ["**You will be able to**", "## What you can do now", "## About this lecture"]
    for part in parts:
        assert part in text, f"{lecture.name}: no {part}"


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_the_time_to_read_is_right(lecture):
    """150 words of prose a minute, rounded to five minutes, at most five minutes off."""
    text = lecture.read_text(encoding="utf-8")
    prose = re.sub(r"^---.*?^---|^```.*?^```|\$\$.*?\$\$", "", text, flags=re.MULTILINE | re.DOTALL)
    stated = int(re.search(r"\*\*Time\*\*: about (\d+) minutes", text)[1])
    assert abs(len(prose.split()) / 150 - stated) <= 5


def test_no_build_reads_every_page_for_figure_numbers(site):
    """An extension may turn them on again: then each build takes the longer, and nothing says so."""
    environment = site.parent / "work" / "_build" / ".doctrees" / "environment.pickle"
    assert not pickle.loads(environment.read_bytes()).config.numfig
