"""The directive 'claims': the table of what the course claims, from the results of the tests' last full run."""

import json
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

RESULTS = "tests/lectures/claims/results.json"


class Claims(SphinxDirective):
    """One table a lecture: claim, count, measured value, what was allowed."""

    def run(self):
        path = Path(self.env.srcdir) / RESULTS
        if not path.is_file():
            raise ExtensionError(f"{RESULTS} is missing: restore it, or write it with 'make claims'.")
        self.env.note_dependency(str(path))
        rows = json.loads(path.read_text(encoding="utf-8"))
        lines = [f"The table holds {len(rows)} claims.", ""]
        for lecture in sorted({row["lecture"] for row in rows}):
            lines += [f"## Lecture {lecture}", "", "| Claim | Count | Measured | Allowed |", "|---|---:|---:|---:|"]
            lines += [
                f"| {row['claim']} | {row['count']:,} | {row['measured']:.5g} | {row['allowed']} |"
                for row in rows
                if row["lecture"] == lecture
            ]
            lines.append("")
        container = nodes.section()
        container.document = self.state.document
        self.state.nested_parse(StringList(lines, str(path)), self.content_offset, container, match_titles=1)
        return container.children


def setup(app):
    app.add_directive("claims", Claims)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
