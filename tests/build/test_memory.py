"""Promise: a page needs less than 1 GB, and what teachers are told; no graph grows; two runs give the same numbers."""

import json
import subprocess
import sys

import pytest
import torch

from tools import needs
from tools.execute import MEMORY_LIMIT, limited_memory
from tools.notebooks import BOOK, LECTURES, NAMES, namespace

GIGABYTE = 2**30
NEEDS = needs.rows(needs.PAGE.read_text(encoding="utf-8"))
# One forward pass of a lecture's network leaves a dozen nodes while its loss lives; losses stored with their graph
# leave several nodes an epoch, thousands in a training.
MOST_NODES = 100
REPORT = """
import gc, json, sys
import torch
from tools.notebooks import namespace
from tests.build.test_memory import summary
from tools.usage import peak_memory
names = namespace(sys.argv[1])
numbers = summary(names)
gc.collect()
nodes, waiting = set(), [thing.grad_fn for thing in gc.get_objects() if torch.is_tensor(thing)]
while waiting:
    node = waiting.pop()
    if node is not None and node not in nodes:
        nodes.add(node)
        waiting += [earlier for earlier, _ in node.next_functions]
print(json.dumps({"nodes": len(nodes), "memory": peak_memory(), "numbers": numbers}))
"""


def summary(names):
    """Mean and size of every tensor that a page computed, by name: two runs may differ in the last bits alone."""
    tensors = {name: value.detach().double() for name, value in names.items() if torch.is_tensor(value)}
    return {name: [t.nanmean().item(), t.nan_to_num().abs().mean().item()] for name, t in sorted(tensors.items())}


def test_teachers_are_told_the_needs_of_every_lecture():
    assert list(NEEDS) == [lecture.name[:2] for lecture in LECTURES], "run 'make needs'"
    assert all(0 < seconds < 60 for seconds, _ in NEEDS.values())


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_memory_and_graphs_of_a_page(lecture):
    command = [sys.executable, "-c", REPORT, lecture.name[:2]]
    finished = subprocess.run(command, cwd=BOOK, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert finished.returncode == 0, finished.stderr
    report = json.loads(finished.stdout.splitlines()[-1])
    assert report["memory"] < GIGABYTE
    # A kernel takes some more than this process does; other versions of the libraries take more or less.
    assert 0.5 < NEEDS[lecture.name[:2]][1] * 1e6 / report["memory"] < 2, "run 'make needs'"
    assert report["nodes"] < MOST_NODES, "a result keeps its graph: store loss.item() or loss.detach()"
    again = summary(namespace(lecture.name[:2]))
    assert report["numbers"].keys() == again.keys()
    for name, numbers in again.items():
        assert report["numbers"][name] == pytest.approx(numbers, rel=1e-4, abs=1e-6, nan_ok=True), f"{name} differs"


def test_the_limit_of_the_kernels_does_not_stay():
    """What renders the pages compiles charts, which reserves more addresses than a kernel may have."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    with limited_memory():
        assert resource.getrlimit(resource.RLIMIT_AS)[0] == MEMORY_LIMIT
    assert resource.getrlimit(resource.RLIMIT_AS) == before
