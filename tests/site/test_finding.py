"""Promise: each page has a title, a description and preview data of its own."""

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
