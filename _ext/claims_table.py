"""The directive 'claims': tables of what the course claims, from the results of the tests' last full run."""

import json
import re
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

RESULTS = "tests/lectures/claims/results.json"
MINUS, NO_BREAK = "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"
TIMES = "\N{NARROW NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NARROW NO-BREAK SPACE}"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
POWER = re.compile(rf"(\d)[eE]([-+{MINUS}]?\d+)")
HYPHEN = re.compile(r"(?<![\w.)\]-])-(?=\d)")  # before a number; not the one of 2-8-1
THOUSANDS = re.compile(r"(?<![\d.])\d{4,}")
LONG_NAME = re.compile(r"[\w.]{12,}")
IN_A_NAME = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[a-z][._])(?=\w)")


def power(found):
    """What POWER has found, with the exponent in raised digits."""
    exponent = int(found[2].replace(MINUS, "-"))
    return f"{found[1]}{TIMES}10{str(exponent).translate(RAISED)}"


def in_words(text):
    """Words with their numbers as a book writes them: a minus, a power of ten."""
    return HYPHEN.sub(MINUS, POWER.sub(power, text))


def in_numbers(text):
    """A number, or what is allowed for one: as in words, with thousands set off; a ± stays with its number."""
    text = THOUSANDS.sub(lambda found: f"{int(found[0]):,}", in_words(text))
    return text.replace("± ", f"±{NO_BREAK}")


def breakable(text):
    """Words whose long names of code may end a line at a dot, an underscore or a capital: a phone's cell is narrow."""
    return LONG_NAME.sub(lambda found: IN_A_NAME.sub("<wbr>", found[0]), text)


def cells(row):
    """The cells of a claim's row; a bar would end a cell of a Markdown table."""
    for text in (breakable(in_words(row["claim"])), measured(row), in_numbers(row["allowed"])):
        yield text.replace("|", r"\|")


def measured(row):
    """The measured value, and in brackets the count where it is more than one."""
    value = in_numbers(f"{row['measured']:.5g}")
    return value if row["count"] == 1 else f"{value} ({row['count']:,})"


def table(results):
    """The lines of Markdown: a table for each lecture and study, its rows in the order of their tests."""
    rows = {key: [row for test in tests.values() for row in test] for key, tests in results.items()}
    lines = [f"The tables hold {sum(map(len, rows.values())):,} claims.", ""]
    for key, claims in rows.items():
        heading = f"Study {key[1:]}" if key.startswith("s") else f"Lecture {key}"
        lines += [f"## {heading}", "", "| Claim | Measured (count) | Allowed |", "|---|---:|---:|"]
        lines += [f"| {' | '.join(cells(row))} |" for row in claims]
        lines.append("")
    return lines


class Claims(SphinxDirective):
    """One table a lecture: claim, measured value with its count, what was allowed."""

    def run(self):
        path = Path(self.env.srcdir) / RESULTS
        if not path.is_file():
            raise ExtensionError(f"{RESULTS} is missing: restore it, or write it with 'make claims'.")
        self.env.note_dependency(str(path))
        lines = table(json.loads(path.read_text(encoding="utf-8")))
        container = nodes.section()
        container.document = self.state.document
        self.state.nested_parse(StringList(lines, str(path)), self.content_offset, container, match_titles=1)
        return container.children


def setup(app):
    app.add_directive("claims", Claims)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
