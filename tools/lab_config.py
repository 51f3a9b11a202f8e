"""What JupyterLab is told by 'make lab': a save writes both files of a pair, and nothing of the run.

An ordinary server saves outputs and the versions of the Python that ran them into the .ipynb; the repository keeps
neither, so that a save changes what the author changed and nothing else.
"""

import jupytext

from tools.pairs import clean


class Contents(jupytext.AsyncTextFileContentsManager):
    """Jupytext's, which keeps pairs, for notebooks without outputs."""

    async def save(self, model, path=""):
        if model["type"] == "notebook" and model.get("content"):
            model["content"] = clean(model["content"])
        return await super().save(model, path)


c = get_config()  # noqa: F821 - given by the server
c.ServerApp.contents_manager_class = Contents
