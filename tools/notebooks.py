"""Read a lecture as its readers get it: its cells, and the names they define when run in one namespace."""

import contextlib
import functools
import io
import warnings
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

from tools.sources import lectures, notebook_of  # noqa: E402

FRONT_MATTER = """---
jupytext:
  formats: md:myst,ipynb
  notebook_metadata_filter: -jupytext.text_representation.jupytext_version
  text_representation:
    extension: .md
    format_name: myst
    format_version: 0.13
kernelspec:
  display_name: Python 3 (ipykernel)
  language: python
  name: python3
---
"""
BOOK = Path(__file__).resolve().parent.parent
LECTURES = lectures(BOOK)
NAMES = [lecture.stem for lecture in LECTURES]


def lecture_path(number):
    """The text notebook of lecture 40 to 49 or study s1, s2, …"""
    return next(lecture for lecture in LECTURES if lecture.name.startswith(f"{number}_"))


def cells(lecture, cell_type):
    """The cells of one type ('code' or 'markdown') of a lecture."""
    return [cell for cell in notebook_of(lecture).cells if cell.cell_type == cell_type]


def run_cells(sources, name):
    """The namespace in which the given cells ran, as in a kernel; "__figures__" holds their figures, closed."""
    import matplotlib.pyplot as plt
    from IPython.core.interactiveshell import InteractiveShell

    InteractiveShell.instance()  # so that display() has somewhere to go
    names = {"__name__": "__main__", "__figures__": []}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*non-interactive.*")
        for number, source in enumerate(sources):
            exec(compile(source, f"{name}, code cell {number}", "exec"), names)
            names["__figures__"] += map(plt.figure, plt.get_fignums())
            plt.close("all")
    return names


@functools.cache
def definitions_of(lecture):
    return run_cells([cell.source for cell in cells(lecture, "code")], lecture.name)


def namespace(number):
    """What a lecture (40 to 49) or study (s1, s2, …) defines. Each test process runs a notebook once."""
    return definitions_of(lecture_path(number))


def lecture_text(title, *codes):
    """The text of a lecture with the given code cells."""
    code_cells = "\n".join(f"```{{code-cell}} ipython3\n{code}\n```\n" for code in codes)
    return f"{FRONT_MATTER}\n# {title}\n\nOne sentence.\n\n{code_cells}"
