"""Promise: each page has a title, a description and preview data of its own; a fork's addresses are its own."""

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from tests.site.built import PAGES


def head(path):
    return BeautifulSoup(path.read_text(encoding="utf-8").partition("<body")[0], "html.parser").head


def tags(path):
    """The named contents of a page's head."""
    named = {tag.get("name") or tag.get("property"): tag.get("content") for tag in head(path).find_all("meta")}
    return {name: content for name, content in named.items() if name}


def test_every_page_has_a_title_and_a_description_of_its_own(site):
    titles = [head(site / page).title.get_text() for page in PAGES]
    descriptions = [tags(site / page)["description"] for page in PAGES]
    assert len(set(titles)) == len(titles)
    assert len(set(descriptions)) == len(descriptions)
    assert all(20 <= len(text) <= 202 for text in descriptions)


@pytest.mark.parametrize("page", PAGES)
def test_a_preview_shows_what_the_page_says(site, page):
    found = tags(site / page)
    assert found["og:title"] in head(site / page).title.get_text()
    assert found["og:description"] == found["description"]
    assert found["og:type"] == ("website" if page == "index.html" else "article")


def test_a_fork_has_its_own_addresses_with_no_edit(small_book):
    finished = small_book.build(GITHUB_REPOSITORY="someone/else", GITHUB_REF_NAME="main")
    assert finished.returncode == 0, finished.stderr
    base = "https://someone.github.io/else/"
    path = small_book.site / "chapters" / "40_one.html"

    assert tags(path)["og:url"] == f"{base}chapters/40_one.html"
    assert head(path).find("link", rel="canonical")["href"] == f"{base}chapters/40_one.html"
    sitemap = ElementTree.parse(small_book.site / "sitemap.xml")
    found = {place.text for place in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert found == {f"{base}index.html", f"{base}chapters/40_one.html", f"{base}chapters/41_two.html"}
    assert 'href="/else/_static/course.css' in small_book.page("404")
    assert "github.com/someone/else" in small_book.page()


def test_without_a_repository_no_address_is_invented(small_book):
    finished = small_book.build()
    assert finished.returncode == 0, finished.stderr
    path = small_book.site / "chapters" / "40_one.html"
    assert "og:url" not in tags(path) and tags(path)["description"] == "One sentence."
    assert not (small_book.site / "sitemap.xml").exists()
