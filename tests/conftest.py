"""What several tests share."""

import pytest

from tests.build.small_book import SmallBook
from tests.lectures.claims.ledger import write
from tools.browser import Watched, chromium, served
from tools.build import BOOK, build

CLAIMS = []


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="check the claims at their full counts, keep the results")


@pytest.fixture(scope="session")
def site():
    """The built site. 'make test' has just built it; a test run alone builds it here."""
    folder = BOOK / "_build" / "html"
    if not (folder / "index.html").exists():
        build(BOOK)
    return folder


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
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


def pytest_runtest_logreport(report):
    if report.when == "teardown":
        CLAIMS.extend(value for name, value in report.user_properties if name == "claim")


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    if not CLAIMS:
        return
    terminalreporter.write_line(f"{sum(line['holds'] for line in CLAIMS)} of {len(CLAIMS)} claims hold")
    if config.getoption("--full") and exitstatus == 0:
        terminalreporter.write_line(f"results kept in {write(CLAIMS).relative_to(BOOK)}")
