"""The pages of the built site: their names, each parsed once in a process, and shown once (see conftest.py)."""

from functools import cache

import pytest
from bs4 import BeautifulSoup

from tools.notebooks import BOOK, LECTURES
from tools.sources import pages


def page_of(source):
    """The address of a source's page on the site, such as 'chapters/44_backpropagation.html'."""
    return source.relative_to(BOOK).with_suffix(".html").as_posix()


DESKTOP = {"width": 1280, "height": 900}
PAGES = [page_of(source) for source in pages(BOOK)]
each_page_shown = pytest.mark.parametrize("watched", PAGES, indirect=True)
each_notebook_shown = pytest.mark.parametrize("watched", list(map(page_of, LECTURES)), indirect=True)
CHARTED = [page_of(lecture) for lecture in LECTURES if "alt.Chart" in lecture.read_text(encoding="utf-8")]
each_chart_shown = pytest.mark.parametrize("watched", CHARTED, indirect=True)


@cache
def soup(site, page):
    return BeautifulSoup((site / page).read_text(encoding="utf-8"), "lxml")


def article(site, page):
    return soup(site, page).find("article")


def draw_charts(page):
    """Draw the charts of a page, as they are when it comes to them."""
    charts = page.locator("figure.chart")
    if charts.count():
        charts.first.scroll_into_view_if_needed()
        page.wait_for_function("!document.querySelector('figure.chart:not([data-state])')", timeout=20_000)
