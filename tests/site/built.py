"""The pages of the built site: their names, and each parsed once in a process."""

from functools import cache

from bs4 import BeautifulSoup

from tools.notebooks import BOOK
from tools.sources import pages


def page_of(source):
    """The address of a source's page on the site, such as 'chapters/44_backpropagation.html'."""
    return source.relative_to(BOOK).with_suffix(".html").as_posix()


PAGES = [page_of(source) for source in pages(BOOK)]


@cache
def soup(site, page):
    return BeautifulSoup((site / page).read_text(encoding="utf-8"), "lxml")


def article(site, page):
    return soup(site, page).find("article")
