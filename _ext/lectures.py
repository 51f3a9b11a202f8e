"""The directive 'lectures': a card for each lecture, with its question, what it needs, its times and a picture.

All of it comes from the lecture itself and from its last run. The directive's content names the figure to show:

    ```{lectures}
    40_perceptron_and_architecture: 2
    ```
"""

import base64
import io
import re
from pathlib import Path

import jupytext
import yaml
from docutils import nodes
from docutils.statemachine import StringList
from jupyter_cache import get_cache
from PIL import Image
from sphinx.util.docutils import SphinxDirective

PICTURE_WIDTH = 480  # pixels: twice the width of a card
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
QUESTION = re.compile(r"^# .+\n+(.+)$", re.MULTILINE)
NEEDS = re.compile(r"^\*\*You need\*\*: (.+)$", re.MULTILINE)
MINUTES = re.compile(r"^\*\*Time\*\*: about (\d+) minutes", re.MULTILINE)
LECTURE_LINK = re.compile(r"\[(\d+)\. [^]]+\]\((\w+)\.md\)")


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
    """A list of cards, one a lecture."""

    has_content = True

    def run(self):
        cards = nodes.bullet_list(classes=["lecture-cards"])
        for name, figure_number in yaml.safe_load("\n".join(self.content)).items():
            cards += self.card(name, figure_number)
        return [cards]

    def card(self, name, figure_number):
        path = f"{self.env.srcdir}/chapters/{name}.md"
        self.env.note_dependency(path)
        text = Path(path).read_text(encoding="utf-8")
        cache_folder = self.config.nb_execution_cache_path or Path(self.env.app.outdir).parent / ".jupyter_cache"
        executed, seconds = last_run(str(cache_folder), path)
        item = nodes.list_item()
        if executed:
            pictures = list(figures(executed))
            if figure_number > len(pictures):
                raise self.error(f"{name} has {len(pictures)} figures, not {figure_number}.")
            item += self.picture(name, *pictures[figure_number - 1])
        needs = [f"[{number}](chapters/{page}.md)" for number, page in LECTURE_LINK.findall(NEEDS.search(text)[1])]
        run_time = f", {seconds:.0f} s to run" if seconds else ""
        lines = [
            f"**[{TITLE.search(text)[1]}](chapters/{name}.md)**",
            "",
            QUESTION.search(text)[1],
            "",
            f"{MINUTES.search(text)[1]} min to read{run_time}. Needs {', '.join(needs) if needs else 'nothing'}.",
        ]
        self.state.nested_parse(StringList(lines, path), self.content_offset, item)
        return item

    def picture(self, name, picture, alt):
        path = Path("_build") / "cards" / f"{name}.webp"
        write_thumbnail(picture, Path(self.env.srcdir) / path)
        return nodes.image(uri=path.as_posix(), alt=alt, loading="lazy")


def setup(app):
    app.add_directive("lectures", Lectures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
