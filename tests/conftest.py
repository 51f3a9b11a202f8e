"""What several tests share."""

import re

import pytest
from filelock import FileLock

from tests.build.small_book import SmallBook
from tests.lectures.claims import results
from tests.site.built import PAGES
from tools.browser import Watched, chromium, served
from tools.build import BOOK, build

CLAIMS = []
# The lecture or study that a test is about, in the name of its file or of its case.
NOTEBOOK = re.compile(r"(?:test_|\[|-)(4\d|s\d)(?=[._\]-])")
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
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **settings}))
        return Watched(contexts[-1], url)

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def small_book(tmp_path):
    return SmallBook(tmp_path / "book")


def pytest_collection_modifyitems(items):
    """Who stays in one worker ('--dist loadgroup').

    All tests of a notebook: it runs once for all of them. All that look at a page of the site, which is shown once for
    most of them. All others of a file, for what they share; but slow ones share nothing.
    """
    for item in items:
        notebook = NOTEBOOK.search(item.nodeid)
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        if "tests/site" in item.nodeid:
            group = next((page for page in parameters.values() if page in PAGES), None)
        else:
            group = notebook and notebook[1]
        if not group and not item.get_closest_marker("slow"):
            group = item.path
        if group:
            item.add_marker(pytest.mark.xdist_group(str(group)))


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
