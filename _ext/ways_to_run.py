"""Offer each way to run a lecture where it exists, and nowhere else.

Every lecture's page offers its .ipynb: the file of the repository, the same with and without one on GitHub. The
directive 'ways-to-run' says on the first page what else there is: Colab and Binder where there is a repository, one
command for one's own computer, and the whole course as a file. The files come after the pages ('make offline', 'make
pdf'): their sentences stand in comments, which tools/downloads.py opens for each file that is there.
"""

import re
import shutil
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

NAME = "honest-course"
FILES = {
    f"downloads/{NAME}.zip": ("The whole course:", "one zip that opens without a network"),
    f"downloads/{NAME}.pdf": ("The whole course to print:", "one PDF"),
}
NOTEBOOK_LINK = re.compile(r'(<a href="[^"]*\.ipynb") (target="_blank"\s+class="[^"]*btn-download-notebook-button)')


def lines(repository):
    """The ways to run, in Markdown."""
    command = "make lab"
    place = "in the course's folder"
    if repository:
        name = repository.rsplit("/", 1)[1]
        command, place = f"git clone {repository} && make -C {name} lab", "in a terminal"
        yield (
            "- **Run**: the rocket at the top of a lecture opens it in Colab or Binder. Nothing has to be installed "
            "there. Change a number, run the cell again, and see what moves."
        )
    yield f"- **Run it on your computer**: `{command}` {place} starts JupyterLab on the lectures."
    files = [f' <!--{path}: {text} <a href="{path}">{link}</a>.-->' for path, (text, link) in FILES.items()]
    yield "- **Keep it**: the arrow at the top of a lecture downloads its notebook." + "".join(files)


class WaysToRun(SphinxDirective):
    """A list of the ways to run a lecture that this build has."""

    def run(self):
        text = StringList(list(lines(self.config.course_repository)), self.env.docname)
        container = nodes.container()
        self.state.nested_parse(text, self.content_offset, container)
        return container.children


def note_repository(app, config):
    """Keep the repository's address as a setting of its own: pages are read again where it changes."""
    config.course_repository = config.html_theme_options.get("repository_url", "")


def pair_of(app, name):
    """The .ipynb of a page, or None where the page is no notebook."""
    pair = Path(app.env.doc2path(name)).with_suffix(".ipynb")
    return pair if "kernelspec" in app.env.metadata.get(name, {}) and pair.is_file() else None


def offer_notebook(app, pagename, templatename, context, doctree):
    """Have the theme's menu of downloads name the notebook."""
    if doctree is not None and pair_of(app, pagename):
        context["ipynb_source"] = f"{pagename}.ipynb"


def copy_notebooks(app, error):
    """Put the pairs where the menus point; a browser saves them instead of showing them."""
    if error or app.builder.name != "html":
        return
    for name in app.env.found_docs:
        if pair := pair_of(app, name):
            target = Path(app.outdir) / "_sources" / f"{name}.ipynb"
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(pair, target)
            page = Path(app.outdir) / f"{name}.html"
            text = page.read_text(encoding="utf-8")
            page.write_text(NOTEBOOK_LINK.sub(r"\1 download \2", text), encoding="utf-8")


def setup(app):
    app.add_config_value("course_repository", "", "env")
    app.add_directive("ways-to-run", WaysToRun)
    app.connect("config-inited", note_repository, priority=450)  # after 400, where 'repository' looks for it
    app.connect("html-page-context", offer_notebook, priority=100)  # before the theme makes the menu
    app.connect("build-finished", copy_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
