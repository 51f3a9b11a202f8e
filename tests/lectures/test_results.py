"""Promise: the table of claims holds the claims that exist, in the order of the pages; a run of some keeps the rest."""

import re
import shutil
import subprocess
import sys
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from tests.lectures.claims import results
from tools.notebooks import BOOK

sys.path.insert(0, str(BOOK / "_ext"))
import claims_table  # noqa: E402

CLAIMS = """
def test_first(page, ledger, repeats):
    ledger.below("A slope", 0.1, 0.2)
    for size in (1, 2):
        ledger.within(f"… at size {size}", 1, 1, 0)

def test_second(page, ledger, repeats):
    ledger.above("A |cosine|", 0.3, 0.2)

def test_of_something_else(page):
    assert page
"""


def line(claim, measured=1.0):
    return {"claim": claim, "count": 1000, "measured": measured, "allowed": "|x| below 2"}


def full(measured=1.0):
    """The results of both tests, the second before the first, as two processes would report them."""
    first = [line(claim, measured) for claim in ("A slope", "… at size 1", "… at size 2")]
    return {"44": {"test_second": [line("A |cosine|", measured)], "test_first": first}}


@pytest.fixture
def claims(tmp_path):
    (tmp_path / "test_44.py").write_text(CLAIMS, encoding="utf-8")
    return results.all_claims(tmp_path)


@pytest.fixture
def path(tmp_path, claims):
    return results.keep(full(), tmp_path / "results.json", claims)


def test_the_kept_results_are_those_of_the_claims():
    assert not list(results.faults(results.load(), results.all_claims())), "run 'make claims'"


def test_rows_stand_in_the_order_of_the_claims(path):
    shown = [row["claim"] for test in results.load(path)["44"].values() for row in test]
    assert shown == ["A slope", "… at size 1", "… at size 2", "A |cosine|"]


def test_a_run_of_one_test_keeps_the_others(path, claims):
    results.keep({"44": {"test_second": [line("A |cosine|", 0.5)]}}, path, claims)
    kept = results.load(path)["44"]
    assert kept == {**full()["44"], "test_second": [line("A |cosine|", 0.5)]}


def test_a_run_with_one_line_less_drops_that_line(path, claims):
    results.keep({"44": {"test_first": [line("A slope")]}}, path, claims)
    assert results.load(path)["44"]["test_first"] == [line("A slope")]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("def test_second", "def test_third", "44: test_third has no result"),
        ("def test_second", "def test_third", "44: there is no test_second any more"),
        ('"A slope"', '"A steep slope"', "44: test_first no longer says 'A slope'"),
        ('"A slope"', '"A steep slope"', r"44: test_first has no result for A\ steep\ slope"),
        ('ledger.above("A |cosine|", 0.3, 0.2)', "pass", "44: test_second no longer says 'A |cosine|'"),
        ("… at size", "at size", "44: test_first no longer says '… at size 1'"),
    ],
)
def test_a_claim_that_changed_its_name_is_noticed(tmp_path, path, old, new, fault):
    (tmp_path / "test_44.py").write_text(CLAIMS.replace(old, new), encoding="utf-8")
    assert fault in list(results.faults(results.load(path), results.all_claims(tmp_path)))


def test_a_lecture_without_claims_is_noticed(tmp_path, path):
    (tmp_path / "test_44.py").unlink()
    assert "44: there is no test_first any more" in list(results.faults(results.load(path), {}))


def test_what_is_right_has_no_fault(path, claims):
    assert not list(results.faults(results.load(path), claims))


def test_a_claim_handed_to_another_function_may_add_any_line(tmp_path):
    text = 'def test_both(page, ledger):\n    ledger.below("One", 1, 2)\n    more(ledger)\n'
    (tmp_path / "test_45.py").write_text(text, encoding="utf-8")
    claims = results.all_claims(tmp_path)
    assert not list(results.faults({"45": {"test_both": [line("One"), line("Any other")]}}, claims))


COUNTED = """
def test_first(ledger, repeats):
    ledger.below("A slope", 0.5, 1, repeats(10, 1000))

def test_second(ledger):
    ledger.above("A |cosine|", 0.3, 0.2)

def test_third(ledger):
    ledger.below("A width", 2.5, 2)
"""


@pytest.mark.slow
def test_a_real_run_of_some_tests_keeps_the_rows_of_all_others(tmp_path):
    """The whole way, from the ledger over two processes to the file, in a copy with claims of its own."""
    for name in ("tests", "tools", "chapters", "studies", "templates"):
        if (BOOK / name).is_dir():
            shutil.copytree(BOOK / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_toc.yml", "pyproject.toml", *(path.name for path in BOOK.glob("*.md"))):
        shutil.copy(BOOK / name, tmp_path / name)
    shutil.copytree(BOOK / "appendix", tmp_path / "appendix")
    claims = tmp_path / "tests" / "lectures" / "claims" / "test_99.py"
    kept = claims.with_name("results.json")
    before = results.load(kept)

    claims.write_text(COUNTED, encoding="utf-8")
    old = {test: [line(text, 0.25)] for test, text in (("test_first", "A slope"), ("test_third", "A width"))}
    results.keep({"99": old}, kept, results.all_claims(claims.parent))

    def run(*options):
        command = [sys.executable, "-m", "pytest", "--quiet", str(claims), "--full", *options]
        finished = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
        after = results.load(kept)
        rows = {test: [row["measured"] for row in lines] for test, lines in after.pop("99").items()}
        assert after == before, finished.stdout
        return rows, finished.stdout

    assert run("-k", "first")[0] == {"test_first": [0.5], "test_third": [0.25]}
    assert results.load(kept)["99"]["test_first"][0]["count"] == 1000
    rows, said = run("--numprocesses", "2")
    assert "1 failed" in said
    assert rows == {"test_first": [0.5], "test_second": [0.3], "test_third": [0.25]}, "a failed test keeps its old row"


def cells(markdown):
    """The cells of each row of the tables in a piece of Markdown."""
    tokens, rows = MarkdownIt("commonmark").enable("table").parse(markdown), []
    for before, token in pairwise(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif before.type in ("th_open", "td_open"):
            rows[-1].append(token.content)
    return rows


def test_the_table_has_three_cells_a_row_whatever_the_names(path):
    table = "\n".join(claims_table.table(results.load(path)))
    assert table.startswith("The tables hold 4 claims.")
    assert cells(table) == [
        ["Claim", "Measured (count)", "Allowed"],
        ["A slope", "1 (1,000)", "|x| below 2"],
        ["… at size 1", "1 (1,000)", "|x| below 2"],
        ["… at size 2", "1 (1,000)", "|x| below 2"],
        ["A |cosine|", "1 (1,000)", "|x| below 2"],
    ]


def test_many_claims_are_counted_with_a_comma():
    assert claims_table.table({"44": {"test_one": [line("A claim")] * 1168}})[0] == "The tables hold 1,168 claims."


@pytest.mark.parametrize(
    ("measured", "shown"),
    [
        (1.0, "1"),
        (-2.5, "−2.5"),
        (12345.6, "12,346"),
        (373560, "3.7356\u202f×\u202f10⁵"),
        (-2.3842e-07, "−2.3842\u202f×\u202f10⁻⁷"),
        (1e-12, "1\u202f×\u202f10⁻¹²"),
    ],
)
def test_a_measured_number_is_written_as_in_a_book(measured, shown):
    assert claims_table.measured({"measured": measured, "count": 1}) == shown
    assert claims_table.measured({"measured": measured, "count": 2000}) == f"{shown} (2,000)"


@pytest.mark.parametrize(
    ("allowed", "shown"),
    [
        ("0 ± 1e-12", "0 ±\u00a01\u202f×\u202f10⁻¹²"),
        ("-1.2e-05 ± 5e-07", "−1.2\u202f×\u202f10⁻⁵ ±\u00a05\u202f×\u202f10⁻⁷"),
        ("below -0.5", "below −0.5"),
        ("above 1e+05", "above 1\u202f×\u202f10⁵"),
        ("0.0003 ± 12345", "0.0003 ±\u00a012,345"),
    ],
)
def test_what_is_allowed_is_written_as_in_a_book(allowed, shown):
    assert claims_table.in_numbers(allowed) == shown


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        ("The point (-2, 2), x1 + x2 = -1", "The point (−2, 2), x1 + x2 = −1"),
        ("A 2-16-1 network, rate 2e-6, seed 1303", "A 2-16-1 network, rate 2\u202f×\u202f10⁻⁶, seed 1303"),
        ("In units of 1e−44, float32, W2", "In units of 1\u202f×\u202f10⁻⁴⁴, float32, W2"),
    ],
)
def test_a_claim_has_its_numbers_written_as_in_a_book(claim, shown):
    assert claims_table.in_words(claim) == shown


def test_a_long_name_of_code_may_be_broken_and_no_other_word():
    assert claims_table.breakable("nn.BCEWithLogitsLoss") == "nn.<wbr>BCEWith<wbr>Logits<wbr>Loss"
    assert claims_table.breakable("by stacked_training, at") == "by stacked_<wbr>training, at"
    for text in ("the standardisation of tanh", "at 12345.6789012", "x_1 and W2.T"):
        assert claims_table.breakable(text) == text


def test_no_cell_of_the_real_tables_has_a_raw_exponent_or_a_hyphen_for_a_minus():
    for row in cells("\n".join(claims_table.table(results.load()))):
        assert len(row) == 3, row
        for cell in row:
            assert not re.search(r"\d[eE][-+−]?\d|(?<![\w.)\]-])-\d", cell), cell


def test_a_study_is_called_so():
    assert "## Study 1" in claims_table.table({"s1": {"test_one": [line("A claim")]}})
