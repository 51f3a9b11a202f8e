"""Promise: the zip opens from a folder, with search, mathematics and charts; the PDF is whole, its contents linked."""

import zipfile

import pikepdf
import pytest

from tests.site.built import draw_charts
from tools.notebooks import BOOK, LECTURES
from tools.offline import NAME, write_zip
from tools.pdf import CONTENT_WIDTH, one_page, print_pdf

DRAWN = "figure.chart[data-state='drawn']"


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory):
    """The zip as a reader unpacks it, in a folder with a space in its name."""
    folder = tmp_path_factory.mktemp("my downloads")
    with zipfile.ZipFile(write_zip(site, folder / "course.zip")) as pack:
        pack.extractall(folder)
    return folder / NAME


def test_the_zip_holds_every_lecture_and_no_other_folder(unpacked):
    assert [path.name for path in unpacked.parent.iterdir() if path.is_dir()] == [NAME]
    for lecture in LECTURES:
        assert (unpacked / lecture.parent.name / f"{lecture.stem}.html").is_file()


def test_the_zip_names_no_download_that_it_does_not_hold(unpacked):
    assert "downloads/" not in (unpacked / "index.html").read_text(encoding="utf-8")


def test_the_zip_opens_and_leads_to_a_lecture(unpacked, opened):
    watched = opened((unpacked / "index.html").as_uri())
    watched.page.click("ul.lecture-cards a >> nth=0")
    watched.page.wait_for_selector("article h1")
    assert LECTURES[0].stem in watched.page.url
    assert watched.errors == [] and watched.foreign == []


def test_the_search_of_the_zip_finds_a_lecture(unpacked, opened):
    watched = opened((unpacked / "search.html").as_uri() + "?q=backpropagation")
    watched.page.wait_for_selector("#search-results li a", timeout=15_000)
    watched.page.click("#search-results li a >> nth=0")
    watched.page.wait_for_selector("article h1")
    assert watched.errors == [] and watched.foreign == []


def test_mathematics_and_charts_of_the_zip(unpacked, opened):
    watched = opened((unpacked / "chapters" / "44_backpropagation.html").as_uri())
    page = watched.page
    assert page.evaluate("document.fonts.load('16px \"STIX Two Math\"').then((fonts) => fonts.length)") == 1
    assert page.locator("math").first.bounding_box()["height"] > 5
    draw_charts(page)
    assert page.locator(DRAWN).count()
    assert watched.errors == [] and watched.foreign == []


CLIPPED = """() => [...document.querySelectorAll("pre, img, .math-block > .math")]
    .filter((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1)
    .map((box) => box.outerHTML.slice(0, 200))"""


def titles(items):
    """The titles of an outline, level by level."""
    for item in items:
        yield str(item.title)
        yield from titles(item.children)


@pytest.mark.slow
def test_the_pdf_is_whole_and_its_contents_are_linked(tmp_path, browser):
    path = one_page(BOOK)

    page = browser.new_page(viewport={"width": CONTENT_WIDTH, "height": 1000})
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate(CLIPPED) == []
    page.close()

    target = print_pdf(browser, path, tmp_path / "course.pdf")
    with pikepdf.open(target) as pdf:
        with pdf.open_outline() as outline:
            found = list(titles(outline.root))
        for lecture in LECTURES:
            title = lecture.read_text(encoding="utf-8").split("\n# ", 1)[1].split("\n", 1)[0]
            assert title in found, lecture.name
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        inside = [note for note in notes if "/Dest" in note or note.get("/A", {}).get("/S") == "/GoTo"]
        assert len(inside) > 100
        assert pdf.Root.MarkInfo.Marked and pdf.Root.Lang
    assert target.stat().st_size < 20e6
