"""What several tests share."""

import re

import pytest
from filelock import FileLock
from xdist.scheduler import LoadScopeScheduling

from tests.build.small_book import SmallBook
from tests.lectures.claims import results
from tests.site.built import DESKTOP, draw_charts
from tools.browser import Watched, chromium, served
from tools.build import BOOK, build
from tools.execute import available_cores

CLAIMS = []
# The lecture or study that a test is about, in the name of its file or of its case; and a page without code.
NOTEBOOK = re.compile(r"(?:test_|[\[/-])(4\d|s\d)(?=[._\]-])")
PAGE = re.compile(r"\[(\S+\.html)\]")
PASSED, LEFT_OUT = set(), set()


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="check the claims at their full counts, keep the results")


@pytest.fixture(scope="session")
def site():
    """The built site. 'make test' has just built it; a test run alone builds it here, one worker for all."""
    folder = BOOK / "_build" / "html"
    folder.parent.mkdir(exist_ok=True)
    with FileLock(folder.parent / "tests"):
        if not (folder / "index.html").exists():
            build(BOOK)
    return folder


@pytest.fixture(scope="session")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def address(site):
    """Where the built site is served."""
    with served(site) as root:
        yield root


@pytest.fixture
def opened(browser):
    """opened(address, **context settings): a page whose foreign requests and script errors are watched."""
    contexts = []

    def open_page(url, **settings):
        contexts.append(browser.new_context(**{"viewport": DESKTOP, **settings}))
        return Watched(contexts[-1], url)

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def watched(browser, address, request):
    """One page on a desktop, its charts drawn, for all tests that look at it so."""
    context = browser.new_context(viewport=DESKTOP, color_scheme="light")
    page = Watched(context, address + request.param)
    page.page.wait_for_load_state("networkidle")
    draw_charts(page.page)
    yield page
    context.close()


@pytest.fixture
def shown(watched):
    """That page at its top, nothing in focus. A test leaves its answers and settings, but no other theme or window."""
    watched.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    return watched


@pytest.fixture
def small_book(tmp_path):
    return SmallBook(tmp_path / "book")


class OneWorkerEach(LoadScopeScheduling):
    """All tests of a notebook stay in one worker, which runs it and shows its page once for all of them.

    So do the tests of another page, and all others of a file. What nbmake runs has a kernel of its own and goes to the
    worker that is free. Not by xdist's marks: with pytest 9.2 they do nothing.
    """

    def _split_scope(self, nodeid):
        path = nodeid.partition("::")[0]
        found = NOTEBOOK.search(nodeid) or PAGE.search(nodeid)
        return found[1] if found and path.endswith(".py") else path


def pytest_xdist_auto_num_workers(config):
    """One more than there are cores: a worker often waits, for a browser or a kernel."""
    return available_cores() + 1


def pytest_xdist_make_scheduler(config, log):
    """Slow tests and full claims share little and take long: each goes to the worker that is free."""
    alone = config.getoption("full") or config.getoption("markexpr") == "slow"
    return None if alone else OneWorkerEach(config, log)


def pytest_deselected(items):
    LEFT_OUT.update(item.path for item in items)


def pytest_collection_finish(session):
    """A folder that pytest's settings leave out would go unnoticed: refuse a run of all tests without all files."""
    if session.config.invocation_params.args and session.config.invocation_params.args[0] == "tests":
        missing = {*(BOOK / "tests").rglob("test_*.py")} - {item.path for item in session.items} - LEFT_OUT
        if missing:
            raise pytest.UsageError(f"no test was collected from {', '.join(sorted(map(str, missing)))}")


def pytest_runtest_logreport(report):
    if report.when == "call" and report.passed:
        PASSED.add(report.nodeid)
    if report.when == "teardown":
        CLAIMS.extend((report.nodeid, value) for name, value in report.user_properties if name == "claim")


def pytest_terminal_summary(terminalreporter, config):
    if not CLAIMS:
        return
    terminalreporter.write_line(f"{sum(line['holds'] for _, line in CLAIMS)} of {len(CLAIMS)} claims hold")
    if config.getoption("--full"):
        kept = results.keep(results.by_test(line for nodeid, line in CLAIMS if nodeid in PASSED))
        terminalreporter.write_line(f"results of the tests that passed kept in {kept.relative_to(BOOK)}")
