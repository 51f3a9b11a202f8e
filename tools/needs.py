"""Write what a student needs for each lecture as a table into the page for teachers: make needs.

The kernels have said it when the book was built.
"""

import re

from tools.build import BOOK, cache_of
from tools.execute import report_of
from tools.sources import lectures

PAGE = BOOK / "appendix" / "teach.md"
TABLE = re.compile(r"(?<=<!-- needs -->\n).*?(?=<!-- end of needs -->)", re.DOTALL)
ROW = re.compile(r"^\| \[(?P<key>\w\d)\].*?\| (?P<seconds>[\d.]+) \| (?P<memory>\d+) \|$", re.MULTILINE)


def rows(text):
    """What the table says: {'44' or 's1': (seconds, memory in MB)}."""
    return {row["key"]: (float(row["seconds"]), float(row["memory"])) for row in ROW.finditer(text)}


def write(measured):
    """Write the table into the page; a lecture that was not measured keeps its row."""
    text = PAGE.read_text(encoding="utf-8")
    needs = rows(text) | {lecture.name[:2]: values for lecture, values in measured.items()}
    lines = ["", "| Lecture | Processor time, s | Memory, MB |", "|---|---:|---:|"]
    for lecture in lectures(BOOK):
        seconds, memory = needs[lecture.name[:2]]
        lines.append(
            f"| [{lecture.name[:2]}](../{lecture.parent.name}/{lecture.name}) | {seconds:.1f} | {memory:.0f} |"
        )
    PAGE.write_text(TABLE.sub(lambda _: "\n".join([*lines, "", ""]), text), encoding="utf-8")


def told(report):
    """A row of the table, from what a kernel said of itself."""
    return report["seconds"], report["memory"] / 1e6


def main():
    write({lecture: told(report_of(cache_of(BOOK), lecture)) for lecture in lectures(BOOK)})


if __name__ == "__main__":
    main()
