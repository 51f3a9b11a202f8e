"""Promise: 'make links' asks every outside link of the book and names the page and line of one without an answer."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Answers(BaseHTTPRequestHandler):
    """A host that has one page."""

    def do_GET(self):
        self.send_response(200 if self.path == "/there" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


@pytest.fixture
def host():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.slow
def test_a_link_without_an_answer_is_named(small_book, host):
    text = f"# Small book\n\nA [page]({host}/there).\n\nAnd [none]({host}/gone).\n"
    (small_book.folder / "index.md").write_text(text, encoding="utf-8")
    assert small_book.build().returncode == 0
    asked = small_book.run("tools.links")
    assert asked.returncode == 1
    assert f"- index.md, line 5: {host}/gone (404" in asked.stdout
    assert "/there" not in asked.stdout
    assert "2 outside links, 1 without an answer" in asked.stdout
    pages = small_book.folder / "_build" / "work" / "_build" / "html"
    assert not list(pages.glob("output.*")), "the next build would publish the report"
