"""Promise: each lecture's .md and .ipynb are the same notebook, and a difference is named with its mend."""

import json

import nbformat
import pytest

from tools.notebooks import LECTURES, NAMES
from tools.pairs import pair_texts, write_pair
from tools.sources import SourceError, check_kernel, check_pair


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_pair_is_the_same_notebook(lecture):
    check_pair(lecture)
    check_kernel(lecture)


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_both_files_are_in_the_form_that_jupytext_writes(lecture):
    text, notebook = pair_texts(lecture)
    assert lecture.read_text(encoding="utf-8") == text, "run 'make pairs'"
    assert lecture.with_suffix(".ipynb").read_text(encoding="utf-8") == notebook, "run 'make pairs'"
    assert "jupytext_version:" not in text


@pytest.fixture
def pair(small_book):
    return small_book.folder / "chapters" / "40_one.ipynb"


def test_an_edited_text_is_named(small_book, pair):
    lecture = pair.with_suffix(".md")
    lecture.write_text(lecture.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"chapters/40_one\.ipynb: not the same notebook.*make pairs"):
        check_pair(lecture)


def test_an_edited_notebook_is_named_and_kept(small_book, pair):
    notebook = nbformat.read(pair, as_version=4)
    notebook.cells[-1].source = "2 + 2"
    nbformat.write(notebook, pair)
    before = pair.read_bytes()
    finished = small_book.build()
    assert finished.returncode
    assert "40_one.ipynb: not the same notebook" in finished.stderr
    assert "make pairs" in finished.stderr
    assert pair.read_bytes() == before


def test_options_of_a_cell_that_are_no_yaml_are_named(small_book, pair):
    lecture = pair.with_suffix(".md")
    text = lecture.read_text(encoding="utf-8").replace(
        "{code-cell} ipython3\n", "{code-cell} ipython3\n:tags: [a: b\n", 1
    )
    lecture.write_text(text, encoding="utf-8")
    for command in ("tools.pairs", "tools.build"):
        finished = small_book.run(command)
        assert finished.returncode
        assert "chapters/40_one.md: not a text notebook. Code cell" in finished.stderr
        assert "quotes" in finished.stderr and "Traceback" not in finished.stderr
    assert lecture.read_text(encoding="utf-8") == text


def test_a_missing_pair_is_named(pair):
    pair.unlink()
    with pytest.raises(SourceError, match=r"40_one\.ipynb: missing.*make pairs"):
        check_pair(pair.with_suffix(".md"))


def test_a_pair_that_is_no_notebook_is_named_and_kept(small_book, pair):
    pair.write_text("{ not JSON", encoding="utf-8")
    with pytest.raises(SourceError, match=r"40_one\.ipynb: not a notebook.*make pairs"):
        check_pair(pair.with_suffix(".md"))
    assert small_book.run("tools.pairs").returncode
    assert pair.read_text(encoding="utf-8") == "{ not JSON"


def test_outputs_in_a_pair_are_named(pair):
    notebook = json.loads(pair.read_text(encoding="utf-8"))
    notebook["cells"][-1]["execution_count"] = 3
    pair.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(SourceError, match="holds outputs"):
        check_pair(pair.with_suffix(".md"))


def test_make_pairs_takes_outputs_out_and_keeps_ids(pair):
    before = pair.read_bytes()
    notebook = nbformat.read(pair, as_version=4)
    notebook.cells[-1].outputs = [nbformat.v4.new_output("stream", text="2")]
    notebook.metadata.language_info = {"name": "python", "version": "3.0"}
    nbformat.write(notebook, pair)
    assert write_pair(pair.with_suffix(".md"))
    assert pair.read_bytes() == before


def test_make_pairs_brings_any_front_matter_and_order_of_keys_to_one_form(pair):
    lecture = pair.with_suffix(".md")
    text = lecture.read_text(encoding="utf-8")
    plain = "---\nkernelspec:\n  name: python3\n  display_name: My Python\n---\n" + text.split("---\n", 2)[2]
    tags, form = ":tags: [hide-input]\n", ":cellView: form\n"
    cell = "\n```{{code-cell}} ipython3\n{}{}\n2\n```\n"
    lecture.write_text(plain + cell.format(tags, form), encoding="utf-8")
    assert write_pair(lecture)
    assert lecture.read_text(encoding="utf-8") == text + cell.format(form, tags)
    assert not write_pair(lecture)
    check_pair(lecture)


def test_writing_pairs_twice_changes_nothing(small_book, pair):
    before = pair.read_bytes()
    assert "unchanged  40_one.ipynb" in small_book.run("tools.pairs").stdout
    assert pair.read_bytes() == before


def test_a_foreign_kernel_is_named(small_book):
    lecture = small_book.folder / "chapters" / "40_one.md"
    text = lecture.read_text(encoding="utf-8").replace("name: python3", "name: my-environment")
    lecture.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"40_one\.md: its kernel is 'my-environment'.*name: python3"):
        check_kernel(lecture)
