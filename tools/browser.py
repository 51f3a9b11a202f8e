"""A real browser for the tests: the Chrome or Chromium of the machine, else Playwright's own."""

import contextlib
import functools
import http.server
import shutil
import threading
from urllib.parse import urlsplit

from playwright.sync_api import Error, sync_playwright

# A browser of a test asks nobody for updates; root may run it only without the sandbox.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"  # the same engine without the rest of a browser: it starts faster and needs less
MISSING = "No Chrome or Chromium found. Install one, or run: .venv/bin/python -m playwright install chromium"


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def handle(self):
        with contextlib.suppress(ConnectionError):  # a page that is left before all has come
            super().handle()


@contextlib.contextmanager
def served(folder, handler=QuietHandler):
    """The address under which a folder is served on this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def browser_path(names=(SHELL, *WHOLE)):
    """The machine's Chrome or Chromium, or None where it has none."""
    return next(filter(None, map(shutil.which, names)), None)


@contextlib.contextmanager
def chromium():
    """A headless browser."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        except Error as error:
            raise RuntimeError(MISSING) from error
        yield browser
        browser.close()


class Watched:
    """A page whose foreign requests, script errors and responses are kept."""

    def __init__(self, context, address):
        self.foreign, self.errors, self.responses = [], [], []
        parts = urlsplit(address)
        root = "file://" if parts.scheme == "file" else f"{parts.scheme}://{parts.netloc}/"
        self.page = context.new_page()
        self.page.on("request", lambda request: self.note(request.url, root))
        self.page.on("response", lambda response: self.responses.append(response))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(address, wait_until="load")

    def note(self, url, root):
        if not url.startswith((root, "data:", "blob:")):
            self.foreign.append(url)
