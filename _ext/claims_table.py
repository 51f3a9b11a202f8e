"""The directive 'claims': the table of what the course claims, from the results of the tests' last full run."""

import json
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

RESULTS = "tests/lectures/claims/results.json"


def in_cell(text):
    """Text for a cell of a Markdown table, where a bar would end the cell."""
    return text.replace("|", r"\|")


def table(results):
    """The lines of Markdown: a table for each lecture and study, its rows in the order of their tests."""
    rows = {key: [row for test in tests.values() for row in test] for key, tests in results.items()}
    lines = [f"The table holds {sum(map(len, rows.values()))} claims.", ""]
    for key, claims in rows.items():
        heading = f"Study {key[1:]}" if key.startswith("s") else f"Lecture {key}"
        lines += [f"## {heading}", "", "| Claim | Count | Measured | Allowed |", "|---|---:|---:|---:|"]
        lines += [
            f"| {in_cell(row['claim'])} | {row['count']:,} | {row['measured']:.5g} | {in_cell(row['allowed'])} |"
            for row in claims
        ]
        lines.append("")
    return lines


class Claims(SphinxDirective):
    """One table a lecture: claim, count, measured value, what was allowed."""

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
