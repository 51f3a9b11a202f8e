"""Execute the lectures on all cores into the cache from which the book is rendered."""

import contextlib
import copy
import json
import os
import shutil
import sys
import tempfile
import time
import zlib
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution

from tools.sources import SourceError, notebook_of
from tools.versions import versions

# Runs in the kernel after the last cell; in a function, so that the lecture's own names stay as they are.
REPORT = """
def _report(names):
    import json, time
    seconds, own = time.process_time(), dict(__name__="report")
    exec({!r}, own)
    print(json.dumps(own["report"](names, seconds)))
_report(globals())
""".format(Path(__file__).with_name("kernel_report.py").read_text(encoding="utf-8"))
KERNEL_SETTINGS = [
    "--log-level=50",  # the kernel's own log; a cell's stderr is in its output
    # Each search for garbage goes through all that torch keeps: at Python's own threshold that is a twelfth of a run.
    # In the seconds of a run little gathers.
    "--IPKernelApp.exec_lines=import gc; gc.disable()",
    # Each figure would be laid out once more to cut its edges off; the figure style's own layout leaves none.
    # Run-length coding writes a PNG in three fifths of the time; the files are a twelfth larger.
    f"--InlineBackend.print_figure_kwargs={{'bbox_inches': None, 'pil_kwargs': {{'compress_type': {zlib.Z_RLE}}}}}",
]
MEMORY_LIMIT = 8 * 2**30  # bytes of address space for one kernel; torch alone maps about two


def available_cores():
    """The number of cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows have no affinity
        return os.cpu_count() or 1


@contextlib.contextmanager
def limited_memory():
    """Let a cell that takes too much memory fail with a MemoryError of its own; what starts later is free again."""
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def open_cache(folder, lectures):
    """The cache, the notebooks it does not hold, and those that it holds from a run under other versions.

    A damaged cache is removed and made anew.
    """
    notebooks = {lecture: notebook_of(lecture) for lecture in lectures}
    for _ in range(2):
        try:
            cache = get_cache(str(folder))
            missing, outdated = {}, {}
            for lecture, notebook in notebooks.items():
                try:
                    record = cache.match_cache_notebook(notebook)
                except KeyError:
                    missing[lecture] = notebook
                else:
                    cache.get_cache_bundle(record.pk)
                    if record.data.get("versions") != versions(notebook) or "report" not in record.data:
                        outdated[lecture] = notebook
            return cache, missing, outdated
        except OSError as error:
            if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
                raise
            damage = error
        except Exception as error:  # sqlite, JSON and notebook errors alike mean damage
            damage = error
        print(
            f"The cache of executed lectures is damaged ({type(damage).__name__}). "
            "It is removed; every lecture runs anew.",
            file=sys.stderr,
        )
        shutil.rmtree(folder, ignore_errors=True)
    raise SourceError(f"{folder}: the cache cannot be made. Remove that folder and build again.")


def report_of(cache_folder, lecture):
    """What the kernel of a lecture said of itself when it last ran: see tools/kernel_report.py."""
    return get_cache(str(cache_folder)).match_cache_notebook(notebook_of(lecture)).data["report"]


def run(notebook, timeout):
    """Execute one notebook in an empty folder; the executor's result, and what the kernel said of itself."""
    started = []
    notebook = copy.deepcopy(notebook)
    notebook.cells.append(nbformat.v4.new_code_cell(REPORT))
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = single_nb_execution(
                notebook,
                cwd=folder,
                timeout=timeout,
                allow_errors=False,
                extra_arguments=KERNEL_SETTINGS,
                shutdown_kernel="immediate",  # it keeps nothing, and to end politely takes it most of a second
                on_cell_execute=lambda cell, cell_index: started.append(cell.source),
            )
        except RuntimeError as error:  # DeadKernelError; a plain one where a kernel dies before its first cell
            death = (
                f"{error}. The last cell that ran:\n{started[-1] if started else '(none)'}\n"
                "So it goes where the machine's memory is full: the system ends what takes most. Let it hold less "
                "at once, or close other programs, then build again."
            )
            result = ExecutionResult(notebook, folder, 0.0, death)
    # What a kernel prints may come in several pieces.
    said = "".join(output.text for output in result.nb.cells.pop().outputs if output.get("name") == "stdout")
    return result, json.loads(said) if said else None


def execute(book, lectures, cache_folder, timeout):
    """Execute every lecture that the cache does not hold, in parallel, with a line for each.

    Whether there were some among them that had run before, under other versions: Sphinx sees no change in those.
    """
    cache, missing, outdated = open_cache(cache_folder, lectures)
    waiting = missing | outdated
    if len(waiting) < len(lectures):
        print(f"{len(lectures) - len(waiting)} of {len(lectures)} lectures unchanged since their last run")
    if outdated:
        print(f"{len(outdated)} of {len(lectures)} lectures last ran under other versions of what they import")
    if not waiting:
        return False
    workers = min(available_cores(), len(waiting))
    # One thread a kernel where kernels share the cores.
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, available_cores() // workers)))
    start, failures = time.perf_counter(), []
    with limited_memory(), ThreadPoolExecutor(workers) as pool, contextlib.ExitStack() as at_the_end:
        at_the_end.callback(pool.shutdown, wait=False, cancel_futures=True)  # interrupted, it begins no other lecture
        jobs = {pool.submit(run, notebook, timeout): lecture for lecture, notebook in waiting.items()}
        for done, job in enumerate(as_completed(jobs), start=1):
            lecture, (result, report) = jobs[job], job.result()
            name = lecture.relative_to(book).as_posix()
            state = "failed" if result.err else "ran"
            print(f"[{done}/{len(waiting)}] {name} {state} in {result.time:.1f} s", flush=True)
            if result.err:
                failures.append(f"{name}: not run to its end.\n{result.err}")
                continue
            data = {"execution_seconds": result.time, "versions": versions(result.nb), "report": report}
            bundle = CacheBundleIn(result.nb, str(lecture), data=data)
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    print(f"{len(waiting)} lectures executed in {time.perf_counter() - start:.1f} s on {workers} cores")
    if failures:
        raise SourceError("\n\n".join(failures))
    return bool(outdated)
