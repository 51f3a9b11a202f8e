"""Promise: every fold says what is in it, no two of a page say the same, and no machinery stands open beside it."""

import re

import pytest

from tests.site.built import article, page_of
from tools.notebooks import LECTURES, NAMES


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_folds_have_names_of_their_own(site, lecture):
    folds = article(site, page_of(lecture)).select("details.fold > summary")
    names = [summary.get_text(strip=True) for summary in folds]
    assert names and len(set(names)) == len(names)
    for name in names:
        assert not re.fullmatch(r"Code( \(\d+\))?|(Show|Hide) .*", name), f"{name!r}: a cell without '# @title …'"


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_no_fold_follows_a_fold_and_no_title_is_left_in_the_code(site, lecture):
    page = article(site, page_of(lecture))
    assert "# @title" not in page.get_text()
    for cell in page.select("div.cell.tag_hide-input:not(:has(.cell_output))"):
        following = cell.find_next_sibling()
        assert following is None or "tag_hide-input" not in following.get("class", []), cell.summary.get_text()


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_solutions_and_checks_are_marked_to_stay_off_paper(site, lecture):
    for cell in article(site, page_of(lecture)).select("div.cell:has(details.fold)"):
        name = cell.summary.get_text(strip=True)
        assert name.startswith(("Solution ", "Check ", "The checker")) == ("not-printed" in cell["class"]), name
        assert name.startswith(("Set-up", "Code of ", "Helpers of the checks")) == (
            "code-not-printed" in cell["class"]
        ), name
