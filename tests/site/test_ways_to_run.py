"""Promise: every way to run that a page offers is there: with and without a repository, over http and from a folder."""

import copy
import json
import re
import shutil
import urllib.request
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.build.small_book import SmallBook, git
from tests.site.built import soup
from tools.browser import served
from tools.downloads import show_downloads, without_downloads
from tools.notebooks import BOOK, NAMES
from tools.offline import NAME

FIRST_PAGE = "# Small book\n\nA book.\n\n[One](chapters/40_one.md)\n\n```{ways-to-run}\n```\n"
SLUG = "someone/course"
REMOTES = {"without": None, "with": f"https://github.com/{SLUG}.git"}
FILES = [f"downloads/{NAME}.zip", f"downloads/{NAME}.pdf"]
# Where a path of the repository stands in the address of a foreign page.
IN_REPOSITORY = re.compile(rf"{SLUG}/(?:blob/main/|main\?urlpath=lab/tree/)(.+)")


@pytest.fixture(scope="module", params=REMOTES)
def book(request, tmp_path_factory):
    """A small book, built, in a repository without and with a remote."""
    book = SmallBook(tmp_path_factory.mktemp(request.param) / "book")
    (book.folder / "index.md").write_text(FIRST_PAGE, encoding="utf-8")
    shutil.copy(BOOK / ".gitignore", book.folder)
    git(book.folder, "init", "--initial-branch=main")
    git(book.folder, "add", ".")
    git(book.folder, "commit", "--message", "A book")
    if REMOTES[request.param]:
        git(book.folder, "remote", "add", "origin", REMOTES[request.param])
    finished = book.build()
    assert finished.returncode == 0, finished.stderr
    book.remote = request.param == "with"
    return book


def links(html):
    """The addresses of a page's header and text."""
    page = BeautifulSoup(html, "html.parser")
    parts = page.select(".bd-header-article, article")
    assert len(parts) == 2
    return [link["href"] for part in parts for link in part.find_all("a", href=True)]


def follow(address, book):
    """Open one address: a page or file of the site, or of the repository on GitHub, whose files are known here."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        assert book.remote, f"{address}: there is no repository"
        if address == f"https://github.com/{SLUG}":
            return
        path = IN_REPOSITORY.search(unquote(address))
        assert path, f"{address}: not known to lead anywhere"
        assert path[1] in git(book.folder, "ls-files").splitlines(), address
        return
    plain, place = urldefrag(address)
    with urllib.request.urlopen(plain) as answer:
        text = answer.read().decode(errors="replace")
    assert not place or f'id="{place}"' in text, f"{address}: no such place"


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("page", ["index", "chapters/40_one"], ids=["index", "lecture"])
def test_each_link_of_the_buttons_and_of_the_first_page_leads_somewhere(book, page, scheme):
    with served(book.site) as root:
        base = root if scheme == "http" else book.site.as_uri() + "/"
        for link in links(book.page(page)):
            follow(urljoin(f"{base}{page}.html", link), book)


def test_the_buttons_are_those_that_there_should_be(book):
    found = links(book.page())
    assert "../_sources/chapters/40_one.ipynb" in found
    assert {link for link in found if link.startswith(("https://colab", "https://mybinder"))} == (
        {
            f"https://colab.research.google.com/github/{SLUG}/blob/main/chapters/40_one.ipynb",
            f"https://mybinder.org/v2/gh/{SLUG}/main?urlpath=lab/tree/chapters/40_one.ipynb",
        }
        if book.remote
        else set()
    )


def test_without_a_repository_no_address_is_invented(book):
    page = BeautifulSoup(book.page(), "lxml").head
    assert page.find("meta", attrs={"name": "description"})["content"] == "One sentence."
    assert bool(page.find("meta", property="og:url")) == book.remote
    assert (book.site / "sitemap.xml").exists() == book.remote


def test_the_first_page_names_what_there_is(book):
    text = BeautifulSoup(book.page("index"), "html.parser").find("article").get_text()
    assert ("Colab or Binder" in text) == book.remote
    command = f"git clone https://github.com/{SLUG} && make -C course lab" if book.remote else "make lab"
    assert f"{command} in" in text
    assert "zip" not in text and "PDF" not in text
    assert re.search(r"^lab:", (BOOK / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_arrow_saves_the_notebook_of_the_repository(book, opened, tmp_path):
    with served(book.site) as root:
        page = opened(f"{root}chapters/40_one.html").page
        page.click("[aria-label='Download this page']")
        with page.expect_download() as saved:
            page.click(".btn-download-notebook-button")
        saved.value.save_as(tmp_path / "saved.ipynb")
    pair = book.folder / "chapters" / "40_one.ipynb"
    assert (tmp_path / "saved.ipynb").read_bytes() == pair.read_bytes()
    assert saved.value.suggested_filename == "40_one.ipynb"


def test_from_a_folder_the_arrow_opens_the_notebook_beside_the_page(book, opened):
    """The file is on the reader's disk already, and a browser shows such files as text."""
    page = opened((book.site / "chapters" / "40_one.html").as_uri()).page
    page.click("[aria-label='Download this page']")
    with page.expect_popup() as shown:
        page.click(".btn-download-notebook-button")
    shown.value.wait_for_load_state()
    pair = book.folder / "chapters" / "40_one.ipynb"
    assert json.loads(shown.value.inner_text("body")) == json.loads(pair.read_text(encoding="utf-8"))
    assert "chapters/40_one.html" in page.url, "the lecture stays open"


@pytest.mark.parametrize("book", ["with"], indirect=True)
def test_another_repository_changes_the_first_page(book, tmp_path):
    other = copy.copy(book)
    other.folder = shutil.copytree(book.folder, tmp_path / "book")
    assert other.build(GITHUB_REPOSITORY="any/other", GITHUB_REF_NAME="main").returncode == 0
    assert "github/any/other/" in other.page("chapters/40_one") and "any/other" in other.page("index")


@pytest.mark.parametrize("there", [[], FILES[:1], FILES[1:], FILES])
def test_the_links_to_the_files_stand_where_the_files_are(book, tmp_path, there):
    shutil.copy(book.site / "index.html", tmp_path)
    (tmp_path / "downloads").mkdir()
    show_downloads(tmp_path)
    for name in there:  # one after the other, as they are made
        (tmp_path / name).touch()
        show_downloads(tmp_path)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert [link for link in links(html) if "downloads/" in link] == sorted(there, reverse=True)
    assert "downloads/" not in without_downloads(html)


@pytest.mark.parametrize("name", NAMES)
def test_every_notebook_of_the_course_offers_itself(site, name):
    folder = next(site.glob(f"*/{name}.html")).parent.name
    buttons = soup(site, f"{folder}/{name}.html").select_one(".bd-header-article")
    assert buttons.find("a", href=f"../_sources/{folder}/{name}.ipynb")
    offered = site / "_sources" / folder / f"{name}.ipynb"
    assert offered.read_bytes() == (BOOK / folder / f"{name}.ipynb").read_bytes()
