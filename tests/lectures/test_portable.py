"""Promise: a lecture reads and runs the same on the site, in Colab and in plain JupyterLab."""

import ast
import re
import sys

import pytest

from tools.notebooks import LECTURES, NAMES, cells
from tools.shared_cells import drifted
from tools.versions import imported_packages

COLAB_PACKAGES = {"torch", "matplotlib", "numpy", "altair", "IPython"}
NOT_PORTABLE = {
    "a directive": r"^\s*(```|~~~|:::)\s*\{",
    "a colon fence": r"^\s*:::",
    "a role": r"\{[a-z:_-]+\}`",
    "a label": r"^\([\w-]+\)=\s*$",
    "a footnote": r"\[\^",
    "a comment": r"^%",
    "a GitHub note": r"^>\s*\[!",
    "a definition list": r"^:\s",
    "a labelled formula": r"\$\$\s*\([\w-]+\)\s*$",
    "an HTML tag": r"<(?!/?(details|summary)>|details(?: data-[\w-]+=\"[^\"<>]*\")+>)/?[a-zA-Z][\w-]*[^<>]*>",
    "an HTML comment": r"<!--",
}
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
INLINE_CODE = re.compile(r"`[^`\n]+`")


def markdown_faults(text):
    """What a notebook reader would show raw in a piece of Markdown."""
    if re.search(NOT_PORTABLE["a directive"], text, re.MULTILINE):
        return ["a directive"]
    roles = re.search(NOT_PORTABLE["a role"], text)
    plain = INLINE_CODE.sub("code", FENCE.sub("", text))
    found = [name for name, pattern in NOT_PORTABLE.items() if re.search(pattern, plain, re.MULTILINE)]
    return found + (["a role"] if roles and "a role" not in found else [])


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_only_syntax_that_every_reader_shows(lecture):
    faults = {cell.source[:60]: found for cell in cells(lecture, "markdown") if (found := markdown_faults(cell.source))}
    assert not faults


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_only_packages_that_colab_ships(lecture):
    packages = {name for cell in cells(lecture, "code") for name in imported_packages(cell.source)}
    assert packages <= COLAB_PACKAGES | sys.stdlib_module_names


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_every_cell_is_plain_python(lecture):
    for cell in cells(lecture, "code"):
        ast.parse(cell.source)  # a magic or a shell line is not Python
        assert "get_ipython" not in cell.source


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("```{note}\nHello\n```", "a directive"),
        (":::{note}\nHello\n:::", "a directive"),
        ("See {doc}`page`.", "a role"),
        ("(label)=\n# Title", "a label"),
        ("Text.[^1]", "a footnote"),
        ("% hidden", "a comment"),
        ("> [!NOTE]\n> Text", "a GitHub note"),
        ("Term\n: its meaning", "a definition list"),
        ("$$\nx\n$$ (eq)", "a labelled formula"),
        ("<div>text</div>", "an HTML tag"),
    ],
)
def test_what_is_not_portable_is_found(text, fault):
    assert fault in markdown_faults(text)


def test_what_is_portable_passes():
    text = "> **Note.** $a<b$ and `x[i] < y`.\n\n<details><summary>Why?</summary>\n\n$$x \\tag{44.1}$$\n\n</details>"
    assert markdown_faults(text) == []


def functions(lecture):
    """The source of every function that a lecture defines at the top level of a cell."""
    for cell in cells(lecture, "code"):
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield node.name, ast.unparse(node)


def test_a_function_in_two_lectures_is_the_same_to_the_letter():
    seen = {}
    for lecture in LECTURES:
        for name, source in functions(lecture):
            first, text = seen.setdefault(name, (lecture.name, source))
            assert source == text, f"{name} differs between {first} and {lecture.name}: give one of them another name"


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_a_shared_cell_is_the_one_in_templates(lecture):
    assert list(drifted(cells(lecture, "code"))) == [], "run 'make pairs'; a change belongs in templates/cells"


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_a_page_seeds_once(lecture):
    seeds = re.findall(r"manual_seed\((\d+)\)", "\n".join(cell.source for cell in cells(lecture, "code")))
    key = lecture.name.split("_")[0]
    assert seeds == [str(100 + int(key[1:])) if key.startswith("s") else key]


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_every_function_says_what_it_does(lecture):
    for cell in cells(lecture, "code"):
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef):
                assert ast.get_docstring(node), f"{lecture.name}: {node.name} has no docstring"


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_a_page_runs_on_one_thread(lecture):
    """On shared cores, threads that wait for one another made a page of five seconds take minutes."""
    first = cells(lecture, "code")[0].source
    assert first.splitlines()[-1].startswith("torch.set_num_threads(1)")


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_a_hidden_cell_is_a_named_form(lecture):
    """Hidden on the site means collapsed in JupyterLab and a form in Colab, each named by what is in it."""
    for cell in cells(lecture, "code"):
        if {"hide-input", "hide-cell", "remove-input"} & set(cell.metadata.get("tags", [])):
            assert re.match(r"# @title \S.*", cell.source), cell.source[:80]
            assert cell.metadata.get("cellView") == "form", cell.source[:80]
            assert cell.metadata.get("jupyter", {}).get("source_hidden") is True, cell.source[:80]


WIDEST, LONGEST = 75, 18


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_open_code_is_narrow_and_short(lecture):
    for cell in cells(lecture, "code"):
        if not cell.metadata.get("tags"):
            lines = cell.source.splitlines()
            assert max(map(len, lines)) <= WIDEST, max(lines, key=len)
            assert len([line for line in lines if line.strip()]) <= LONGEST, cell.source[:80]
