"""Promise: the preview of a pull request has a page that lists and links what the request changes."""

from bs4 import BeautifulSoup

from tests.build.small_book import git


def test_changed_pages_are_listed_and_linked(small_book):
    site = small_book.site
    (site / "chapters").mkdir(parents=True)
    git(small_book.folder, "init", "--initial-branch=main")
    (small_book.folder / ".gitignore").write_text("_build/\n__pycache__/\n", encoding="utf-8")
    git(small_book.folder, "add", ".")
    git(small_book.folder, "commit", "--message", "before")
    small_book.write("41_two", "print(6 * 9)")
    (small_book.folder / "_static" / "new & odd.css").write_text("p {}\n", encoding="utf-8")
    git(small_book.folder, "add", ".")
    git(small_book.folder, "commit", "--message", "after")
    finished = small_book.run("tools.changes", "HEAD^1")
    assert finished.returncode == 0, finished.stderr
    assert "- 41_two (lines: 1 added, 1 taken out)" in finished.stdout
    page = BeautifulSoup((site / "changes.html").read_text(encoding="utf-8"), "html.parser")
    links = {link["href"]: link.text for link in page.find_all("a")}
    assert links.keys() == {"index.html", "chapters/41_two.html"}
    assert "41_two" in links["chapters/41_two.html"]
    assert [item.text for item in page.find_all("li")][1:] == ["_static/new & odd.css (lines: 1 added, 0 taken out)"]


def test_an_unknown_commit_is_named(small_book):
    git(small_book.folder, "init")
    finished = small_book.run("tools.changes", "no-such-commit")
    assert finished.returncode == 1
    assert "no-such-commit" in finished.stderr
