"""Name each fold by what is in it, and join neighbours to one.

A hidden cell begins with a line '# @title Set-up': that is the fold's name, and the line is not shown in its code.
Hidden cells that follow each other with no output between them are one fold. Solutions and checks stay off paper, and
so does the code that draws pictures.
"""

import re
from collections import Counter
from html import escape

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode

TITLE = re.compile(r"# @title (.+)\n*")
UNNAMED = "Code"
# What a style cell holds serves the cell after it: a fold of both is named by the other.
STYLES = {"Figure style", "Chart style"}
NOT_PRINTED = ("Solution ", "Check ", "The checker")
# On paper their pictures stand without the code that draws them.
CODE_NOT_PRINTED = ("Set-up", "Code of ", "Chart style", "Figure style", "Helpers of the checks")


def is_hidden(node):
    """Whether a node is a cell whose code stands in a fold."""
    return (
        isinstance(node, nodes.container)
        and bool(node.get("hide_mode"))
        and bool(node.children)
        and node[0].get("nb_element") == "cell_code_source"
    )


def take_title(cell):
    """The cell's name, from the first line of its code; that line goes."""
    block = cell[0][0]
    title = TITLE.match(block.astext())
    if not title:
        return UNNAMED
    code = block.astext()[title.end() :]
    block.rawsource, block.children = code, []
    block += nodes.Text(code)
    return title[1].strip()


def joins(first, second):
    """Whether two neighbours are one fold: code alone in the first, no output shown before the second."""
    return first["hide_mode"] == second["hide_mode"] == "input" and len(first) == 1


def join(first, second):
    """Move the second cell's code and output into the first."""
    first[0].extend(second[0].children)
    first.extend(second.children[1:])
    second.parent.remove(second)
    if first["fold_name"] in STYLES:
        first["fold_name"] = second["fold_name"]


def name_folds(app, doctree):
    """Name and join the folds of one page; a name that comes again gets a number."""
    hidden = list(doctree.findall(is_hidden))
    for cell in hidden:
        cell["fold_name"] = take_title(cell)
    last = None
    folds = []
    for cell in hidden:
        if last is not None and cell.previous_sibling() is last and joins(last, cell):
            join(last, cell)
        else:
            folds.append(cell)
            last = cell
    seen = Counter()
    for cell in folds:
        name = cell["fold_name"]
        seen[name] += 1
        if name.startswith(NOT_PRINTED):
            cell["classes"].append("not-printed")
        elif name.startswith(CODE_NOT_PRINTED):
            cell["classes"].append("code-not-printed")
        cell["prompt_show"] = cell["prompt_hide"] = name if seen[name] == 1 else f"{name} ({seen[name]})"


def visit_fold(writer, node):
    # The browser itself says whether a fold is open: the name is one, in both states.
    writer.body.append(f'<details class="fold"><summary>{escape(node["prompt_show"])}</summary>\n')


def depart_fold(writer, node):
    writer.body.append("</details>\n")


def setup(app):
    app.add_node(HideCodeCellNode, override=True, html=(visit_fold, depart_fold))
    app.connect("doctree-read", name_folds)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
