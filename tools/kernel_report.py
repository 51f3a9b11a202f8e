"""What a lecture's kernel says of itself after the last cell; tools/execute.py runs this file there, as one more cell.

Only the standard library, and torch where the lecture has imported it: a report must change nothing.
"""

import gc
import re
import sys
from pathlib import Path


def peak_memory():
    """The most memory of this process in bytes, or None where the system does not say.

    On Linux not ru_maxrss: a new process inherits it from the one that started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) * 1024
    try:
        import resource
    except ImportError:  # Windows
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def summary(names):
    """Mean and size of every tensor that a page computed, by name: two runs may differ in the last bits alone."""
    torch = sys.modules.get("torch")
    tensors = {name: value.detach().double() for name, value in names.items()
               if torch and torch.is_tensor(value) and not name.startswith("_")}  # fmt: skip
    return {name: [t.nanmean().item(), t.nan_to_num().abs().mean().item()] for name, t in sorted(tensors.items())}


def graph_nodes():
    """How many nodes of graphs the tensors hold, those that wait for the garbage collection too.

    To collect first would take longer than many a lecture's whole training.
    """
    torch = sys.modules.get("torch")
    # Not isinstance, which asks each thing for its class: some warn then.
    waiting = [thing.grad_fn for thing in gc.get_objects() if torch and issubclass(type(thing), torch.Tensor)]
    nodes = set()
    while waiting:
        node = waiting.pop()
        if node is not None and node not in nodes:
            nodes.add(node)
            waiting += [earlier for earlier, _ in node.next_functions]
    return len(nodes)


def report(names, seconds):
    """Processor seconds, peak memory in bytes, graph nodes, and a summary of the tensors among the names."""
    return {"seconds": seconds, "memory": peak_memory(), "nodes": graph_nodes(), "numbers": summary(names)}
