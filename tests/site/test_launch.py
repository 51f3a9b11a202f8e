"""Promise: every lecture opens in Colab and Binder, from the repository that the book is built from."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.build.small_book import SmallBook, git
from tools.notebooks import BOOK, LECTURES, cells
from tools.versions import imported_packages

sys.path.insert(0, str(BOOK / "_ext"))
import repository  # noqa: E402

HREF = re.compile(r'href="(https://(?:mybinder|colab)[^"]+)"')


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("https://github.com/someone/course.git", "someone/course"),
        ("https://github.com/someone/course", "someone/course"),
        ("https://token@github.com/someone/my.course", "someone/my.course"),
        ("git@github.com:someone/course.git", "someone/course"),
        ("ssh://git@github.com/someone/course.git", "someone/course"),
        ("https://gitlab.com/someone/course.git", ""),
        ("/srv/git/course.git", ""),
    ],
)
def test_the_remote_names_the_repository(tmp_path, address, slug):
    git(tmp_path, "init")
    git(tmp_path, "remote", "add", "origin", address)
    assert repository.repository_slug(tmp_path, environment={}) == slug


def test_github_names_the_repository_and_the_branch(tmp_path):
    environment = {"GITHUB_REPOSITORY": "someone/else", "GITHUB_REF_NAME": "autumn"}
    assert repository.repository_slug(tmp_path, environment) == "someone/else"
    assert repository.branch_name(tmp_path, environment) == "autumn"


def test_a_pull_request_links_to_its_target_branch(tmp_path):
    environment = {"GITHUB_REPOSITORY": "a/b", "GITHUB_REF_NAME": "7/merge", "GITHUB_BASE_REF": "main"}
    assert repository.branch_name(tmp_path, environment) == "main"


def test_without_git_there_is_no_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert repository.repository_slug(tmp_path, environment={}) == ""
    assert repository.branch_name(tmp_path, environment={}) == "main"


@pytest.mark.parametrize(
    ("slug", "address"),
    [("Some-One/course", "https://some-one.github.io/course/"), ("me/me.github.io", "https://me.github.io/")],
)
def test_pages_address(slug, address):
    assert repository.pages_address(slug) == address


@pytest.fixture(scope="module")
def fork(tmp_path_factory):
    """A small book as GitHub builds it for a fork, with the one line that adds a JupyterHub."""
    book = SmallBook(tmp_path_factory.mktemp("fork") / "book")
    config = book.folder / "_config.yml"
    line = "  jupyterhub_url: https://hub.example.org\n"
    config.write_text(config.read_text(encoding="utf-8").replace("launch_buttons:\n", "launch_buttons:\n" + line))
    finished = book.build(GITHUB_REPOSITORY="someone/else", GITHUB_REF_NAME="main")
    assert finished.returncode == 0, finished.stderr
    return book


def test_the_buttons_of_a_fork_lead_to_the_fork(fork):
    assert sorted(set(HREF.findall(fork.page()))) == [
        "https://colab.research.google.com/github/someone/else/blob/main/chapters/40_one.ipynb",
        "https://mybinder.org/v2/gh/someone/else/main?urlpath=lab/tree/chapters/40_one.ipynb",
    ]


def test_one_line_adds_the_button_of_a_jupyterhub(fork):
    link = re.search(r'href="(https://hub\.example\.org[^"]+)"', fork.page())[1]
    assert unquote(link).replace("&amp;", "&") == (
        "https://hub.example.org/hub/user-redirect/git-pull?repo=https://github.com/someone/else"
        "&urlpath=lab/tree/else/chapters/40_one.ipynb&branch=main"
    )


def test_a_fork_has_its_own_addresses_with_no_edit(fork):
    base = "https://someone.github.io/else/"
    page = BeautifulSoup(fork.page(), "lxml").head
    assert page.find("meta", property="og:url")["content"] == f"{base}chapters/40_one.html"
    assert page.find("link", rel="canonical")["href"] == f"{base}chapters/40_one.html"
    sitemap = ElementTree.parse(fork.site / "sitemap.xml")
    found = {place.text for place in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert found == {f"{base}index.html", f"{base}chapters/40_one.html", f"{base}chapters/41_two.html"}
    assert 'href="/else/_static/course.css' in fork.page("404")
    assert "github.com/someone/else" in fork.page()


def test_binder_builds_the_environment_that_the_lectures_import(tmp_path):
    """repo2docker is what Binder runs; without a build it writes the recipe of the image."""
    program = Path(sys.executable).with_name("jupyter-repo2docker")
    for name in ("binder", "chapters"):
        shutil.copytree(BOOK / name, tmp_path / name)
    command = [program, "--no-build", "--debug", "--image-name", "course", tmp_path]
    finished = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert finished.returncode == 0, finished.stderr
    recipe = finished.stdout + finished.stderr
    environment = yaml.safe_load((BOOK / "binder" / "environment.yml").read_text(encoding="utf-8"))
    names = [re.split("[=<>]", line)[0] for line in environment["dependencies"]]
    python = next(line.partition("=")[2] for line in environment["dependencies"] if line.startswith("python="))
    assert f"Building conda environment for python={python}" in recipe
    assert 'env update -p ${NB_PYTHON_PREFIX} --file "binder/environment.yml"' in recipe
    assert {"jupyterlab", "jupytext"} <= set(names)
    imported = {
        name for lecture in LECTURES for cell in cells(lecture, "code") for name in imported_packages(cell.source)
    }
    # The package whose name is not the module's, and the one that comes with jupyterlab's kernel.
    provided = {"pytorch-cpu": "torch", "jupyterlab": "IPython"}
    assert imported <= {provided.get(name, name) for name in names} | sys.stdlib_module_names
