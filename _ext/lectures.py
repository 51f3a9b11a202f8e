"""The directive 'lectures': a card for each lecture of a folder, with its picture, titles, question, needs and times.

All of it comes from the lecture itself and from its last run; the picture is its first figure.

    ```{lectures} chapters
    ```
"""

import base64
import hashlib
import io
import re
from pathlib import Path

import jupytext
from docutils import nodes
from docutils.statemachine import StringList
from jupyter_cache import get_cache
from PIL import Image
from sphinx.util.docutils import SphinxDirective

PICTURE_WIDTH = 480  # pixels: twice the width of a card
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
SUBTITLE = re.compile(r"^# .+\n+\*([^*\n]+)\*$", re.MULTILINE)
QUESTION = re.compile(r"^# .+\n+(?:\*[^*\n]+\*\n+)?(.+)$", re.MULTILINE)
NEEDS = re.compile(r"^\*\*You need\*\*: (.+)$", re.MULTILINE)
MINUTES = re.compile(r"^\*\*Time\*\*: about (\d+) minutes", re.MULTILINE)
LECTURE_LINK = re.compile(r"\[(?:Study )?(\d+)\. [^]]+\]\((?:\.\./)?([\w/]+)\.md\)")


def last_run(cache_folder, lecture):
    """The executed notebook and the seconds it took, or (None, None) where it has not run."""
    cache = get_cache(cache_folder)
    notebook = jupytext.read(lecture)
    try:
        record = cache.match_cache_notebook(notebook)
    except KeyError:
        return None, None
    _, executed = cache.merge_match_into_notebook(notebook)
    return executed, record.data.get("execution_seconds")


def figures(notebook):
    """Every figure of an executed notebook as (PNG bytes, alt text), in order."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data:
                alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
                yield base64.b64decode(data["image/png"]), alt


def write_thumbnail(picture, path):
    """Write the figure as a small WebP picture."""
    image = Image.open(io.BytesIO(picture))
    image.thumbnail((PICTURE_WIDTH, PICTURE_WIDTH))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, "WEBP", quality=70)


class Lectures(SphinxDirective):
    """A list of cards, one for each page of a folder, in the order of their names."""

    required_arguments = 1

    def run(self):
        cards = nodes.bullet_list(classes=["lecture-cards"])
        for page in sorted(self.env.found_docs):
            if page.startswith(f"{self.arguments[0]}/"):
                cards += self.card(page)
        return [cards] if len(cards) else []

    def card(self, page):
        path = f"{self.env.srcdir}/{page}.md"
        self.env.note_dependency(path)
        text = Path(path).read_text(encoding="utf-8")

        def part(pattern, form):
            found = pattern.search(text)
            if not found:
                raise self.error(f"{page}.md has no line {form!r}, which its card on the first page shows. Write one.")
            return found[1]

        picture, alt, seconds = self.seen(page, path, text)
        item = nodes.list_item()
        if alt is not None:
            item += nodes.image(uri=picture.as_posix(), alt=alt, loading="lazy")
        subtitle = SUBTITLE.search(text)
        folder = page.rpartition("/")[0]
        needs = [
            f"[{number}]({target if '/' in target else f'{folder}/{target}'}.md)"
            for number, target in LECTURE_LINK.findall(part(NEEDS, "**You need**: …"))
        ]
        run_time = f", {seconds:.0f} s to run" if seconds else ""
        lines = [
            f"**[{part(TITLE, '# Title')}]({page}.md)**",
            "",
            *([f"*{subtitle[1]}*", ""] if subtitle else []),
            part(QUESTION, "the question, under the title"),
            "",
            f"{part(MINUTES, '**Time**: about N minutes …')} min to read{run_time}. "
            f"Needs {', '.join(needs) if needs else 'nothing'}.",
        ]
        self.state.nested_parse(StringList(lines, path), self.content_offset, item)
        return item

    def seen(self, page, path, text):
        """Path of the picture, its alt text or None, and the seconds of the last run.

        Kept with the pages until the lecture's text changes: to read sixteen runs takes longer than to write a page.
        """
        known = self.env.course_runs = getattr(self.env, "course_runs", {})
        picture = Path("_build") / "cards" / f"{Path(page).name}.webp"
        digest = hashlib.sha256(text.encode()).hexdigest()
        if known.get(page, [None])[0] == digest and (Path(self.env.srcdir) / picture).is_file():
            return picture, *known[page][1:]
        cache_folder = self.config.nb_execution_cache_path or Path(self.env.app.outdir).parent / ".jupyter_cache"
        executed, seconds = last_run(str(cache_folder), path)
        found, alt = next(figures(executed), (None, None)) if executed else (None, None)
        if found:
            write_thumbnail(found, Path(self.env.srcdir) / picture)
            known[page] = digest, alt, seconds
        return picture, alt, seconds


def setup(app):
    app.add_directive("lectures", Lectures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
