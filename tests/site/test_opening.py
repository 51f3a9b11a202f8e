"""Promise: the first screen of a page shows what it is about; the index says on one screen where to begin."""

import doctest

import pytest

from tests.site.built import DESKTOP, article, each_notebook_shown, page_of
from tools.notebooks import BOOK, LECTURES


@each_notebook_shown
def test_subtitle_question_and_key_picture_are_on_the_first_screen(shown):
    page = shown.page
    assert page.locator("article h1 + p.subtitle").inner_text()
    picture = page.locator("article .cell_output img").first.bounding_box()
    assert picture["y"] + picture["height"] <= DESKTOP["height"]
    before = page.locator("article h2").first.bounding_box()
    assert picture["y"] < before["y"], "the key picture stands before the first section"


@each_notebook_shown
def test_figures_fill_the_column_in_their_own_proportions(shown):
    page = shown.page
    page.evaluate("Promise.all([...document.images].map((image) => ((image.loading = 'eager'), image.decode())))")
    figures = page.evaluate(
        """() => [...document.querySelectorAll("article .cell_output img")].map((image) => [image.alt.slice(0, 60),
            image.clientWidth, image.clientHeight / image.clientWidth,
            image.getAttribute("height") / image.getAttribute("width"), image.naturalHeight / image.naturalWidth])"""
    )
    assert figures
    for alt, width, shown, stated, real in figures:
        assert width >= 640, alt
        assert shown == pytest.approx(real, abs=0.01) and stated == pytest.approx(real, abs=0.01), alt


def test_all_figures_come_though_the_reader_stays_at_the_top(opened, address):
    page = opened(address + page_of(LECTURES[-1])).page
    page.wait_for_function("[...document.images].every((image) => image.complete && image.naturalWidth)")


def test_the_index_answers_on_one_screen(opened, address):
    page = opened(address + "index.html", viewport=DESKTOP).page
    for words in ("Start with lecture", "For whom", "Why it begins at 40", "To run"):
        box = page.locator("article").get_by_text(words).first.bounding_box()
        assert box["y"] + box["height"] <= DESKTOP["height"], words
    page.get_by_role("link", name="Start with lecture").click()
    page.wait_for_url(f"**/{LECTURES[0].stem}.html")


def test_the_lines_of_pytorch_on_the_index_print_what_they_say():
    text = (BOOK / "index.md").read_text(encoding="utf-8").replace("```", "")
    test = doctest.DocTestParser().get_doctest(text, {}, "index.md", "index.md", 0)
    assert len(test.examples) == 5
    assert doctest.DocTestRunner().run(test).failed == 0


def test_every_lecture_and_study_has_its_card(site):
    cards = article(site, "index.html").select("ul.lecture-cards > li")
    links = [card.find("strong").find("a")["href"] for card in cards]
    assert links == [page_of(lecture) for lecture in LECTURES]
    for card, lecture in zip(cards, LECTURES, strict=True):
        title, subtitle = lecture.read_text(encoding="utf-8").split("\n# ", 1)[1].split("\n")[:3:2]
        assert card.find("strong").get_text() == title
        shown = card.get_text().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        assert subtitle.startswith("*") and subtitle.strip("*") in shown
        assert "min to read" in card.get_text()
        assert card.find("img")
