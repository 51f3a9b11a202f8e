"""Promise: a page needs less than 1 GB and keeps no autograd graph alive after training."""

import json
import subprocess
import sys

import pytest

from tests.lecture import BOOK, LECTURES, NAMES

GIGABYTE = 2**30
REPORT = """
import gc, json, resource, sys
import torch
from tests.lecture import namespace
names = namespace(int(sys.argv[1]))
gc.collect()
graphs = [name for name, value in names.items() if torch.is_tensor(value) and value.grad_fn is not None]
alive = sum(torch.is_tensor(thing) and thing.grad_fn is not None for thing in gc.get_objects())
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps({"graphs": graphs, "alive": alive, "memory": memory}))
"""


@pytest.mark.parametrize("lecture", LECTURES, ids=NAMES)
def test_memory_and_graphs_of_a_page(lecture):
    command = [sys.executable, "-c", REPORT, lecture.name[:2]]
    finished = subprocess.run(command, cwd=BOOK, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert finished.returncode == 0, finished.stderr
    report = json.loads(finished.stdout.splitlines()[-1])
    assert report["memory"] < GIGABYTE
    assert report["graphs"] == [], "a result keeps its graph: store loss.item() or loss.detach()"
    assert report["alive"] == 0
