"""Promise: a page needs less than 1 GB, and what teachers are told; no graph grows; two runs give the same numbers."""

import nbformat
import pytest
from jupyter_cache.executors.utils import ExecutionResult

from tools import execute, needs
from tools.build import BOOK, cache_of
from tools.execute import MEMORY_LIMIT, limited_memory, report_of
from tools.kernel_report import summary
from tools.notebooks import LECTURES, NAMES, namespace

GIGABYTE = 2**30
NEEDS = needs.rows(needs.PAGE.read_text(encoding="utf-8"))
# One forward pass of a lecture's network leaves a dozen nodes while its loss lives; losses stored with their graph
# leave several nodes an epoch, thousands in a training.
MOST_NODES = 100


def test_teachers_are_told_the_needs_of_every_lecture():
    assert list(NEEDS) == [lecture.name[:2] for lecture in LECTURES], "run 'make needs'"
    assert all(0 < seconds < 60 for seconds, _ in NEEDS.values())


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_memory_and_graphs_of_a_page(site, lecture):
    report = report_of(cache_of(BOOK), lecture)
    assert report["memory"] < GIGABYTE
    # Other versions of the libraries, and more or fewer threads, take more or less.
    assert 0.5 < NEEDS[lecture.name[:2]][1] * 1e6 / report["memory"] < 2, "run 'make needs'"
    assert report["nodes"] < MOST_NODES, "a result keeps its graph: store loss.item() or loss.detach()"
    again = summary(namespace(lecture.name[:2]))
    assert report["numbers"].keys() == again.keys()
    for name, numbers in again.items():
        assert report["numbers"][name] == pytest.approx(numbers, rel=1e-4, abs=1e-6, nan_ok=True), f"{name} differs"


def test_a_report_that_comes_in_pieces_is_read(monkeypatch):
    pieces = [("stdout", '{"nodes"'), ("stderr", "a warning"), ("stdout", ": 1}"), ("stdout", "\n")]

    def executed(notebook, **settings):
        notebook.cells[-1].outputs = [nbformat.v4.new_output("stream", name=name, text=text) for name, text in pieces]
        return ExecutionResult(notebook, "", 0.0)

    monkeypatch.setattr(execute, "single_nb_execution", executed)
    result, report = execute.run(nbformat.v4.new_notebook(), timeout=1)
    assert report == {"nodes": 1}
    assert result.nb.cells == []


def test_the_limit_of_the_kernels_does_not_stay():
    """What renders the pages compiles charts, which reserves more addresses than a kernel may have."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    with limited_memory():
        assert resource.getrlimit(resource.RLIMIT_AS)[0] == MEMORY_LIMIT
    assert resource.getrlimit(resource.RLIMIT_AS) == before
