"""Measure what a student needs for each lecture, and write it as a table into the page for teachers: make needs."""

import re

import jupytext
import nbformat
from nbclient import NotebookClient

from tools.build import BOOK
from tools.sources import lectures

PAGE = BOOK / "appendix" / "teach.md"
TABLE = re.compile(r"(?<=<!-- needs -->\n).*?(?=<!-- end of needs -->)", re.DOTALL)
ROW = re.compile(r"^\| \[(?P<key>\w\d)\].*?\| (?P<seconds>[\d.]+) \| (?P<memory>\d+) \|$", re.MULTILINE)
REPORT = """from tools.usage import peak_memory, processor_time
print(processor_time(), peak_memory() / 1e6)"""


def measure(lecture):
    """Seconds of processor time and the most memory in MB that the kernel of a lecture took."""
    notebook = jupytext.read(lecture)
    notebook.cells.append(nbformat.v4.new_code_cell(REPORT))
    book = {"metadata": {"path": str(BOOK)}}  # where the kernel finds tools
    NotebookClient(notebook, timeout=300, resources=book, extra_arguments=["--log-level=ERROR"]).execute()
    seconds, memory = notebook.cells[-1].outputs[0].text.split()
    return float(seconds), float(memory)


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


def main():
    measured = {}
    for lecture in lectures(BOOK):
        measured[lecture] = measure(lecture)
        print("{}: {:.1f} s, {:.0f} MB".format(lecture.stem, *measured[lecture]))
    write(measured)


if __name__ == "__main__":
    main()
