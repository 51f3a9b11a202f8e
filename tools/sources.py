"""Read the book's sources and refuse what cannot be built, naming file, line, fault and mend."""

import contextlib
import difflib
import functools
import json
from importlib import resources
from pathlib import Path

import jupytext
import nbformat
import yaml
from jupytext.myst import MystMetadataParsingError

TOC_KEYS = {
    "format", "root", "defaults", "options", "parts", "chapters", "subtrees", "entries", "sections", "caption",
    "numbered", "maxdepth", "hidden", "reversed", "titlesonly", "file", "title", "glob", "url",
}  # fmt: skip


class SourceError(Exception):
    """A fault in the book's sources; its text is for the author."""


def load_yaml(path):
    """The settings of a YAML file."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SourceError(f"{path.name}: missing. Restore it, for example with 'git checkout {path.name}'.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SourceError(f"{path.name}: not valid YAML. {error}") from None


def key_nodes(node, parents=()):
    """Every key of a YAML tree as (parents, key, line number)."""
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            yield parents, key_node.value, key_node.start_mark.line + 1
            yield from key_nodes(value_node, (*parents, key_node.value))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from key_nodes(item, parents)


def known_config_keys():
    """The keys of _config.yml by section: Jupyter Book's schema and its default settings."""
    package = resources.files("jupyter_book")
    schema = json.loads(package.joinpath("config_schema.json").read_text(encoding="utf-8"))
    defaults = yaml.safe_load(package.joinpath("default_config.yml").read_text(encoding="utf-8"))
    keys = {(): set(schema["properties"]) | set(defaults)}
    for section, entry in schema["properties"].items():
        keys[(section,)] = set(entry.get("properties", {}))
    for section, value in defaults.items():
        if isinstance(value, dict):
            keys.setdefault((section,), set()).update(value)
    return keys


def refuse_unknown(path, known_keys):
    """Raise for a key that known_keys(parents) does not hold; None stands for 'anything goes'."""
    tree = yaml.compose(path.read_text(encoding="utf-8"))
    for parents, key, line in key_nodes(tree):
        known = known_keys(parents)
        if known is None or key in known:
            continue
        near = difflib.get_close_matches(key, known, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"Known here: {', '.join(sorted(known))}."
        raise SourceError(f"{path.name}, line {line}: the key '{key}' is not known. {hint}")


def check_settings(book):
    """Refuse a _config.yml or _toc.yml with a key that the tools would silently ignore."""
    load_yaml(book / "_config.yml")
    load_yaml(book / "_toc.yml")
    config_keys = known_config_keys()
    refuse_unknown(book / "_config.yml", lambda parents: config_keys.get(parents) or None)
    refuse_unknown(book / "_toc.yml", lambda parents: TOC_KEYS)


def page_entries(book):
    """Every page of _toc.yml as (name, line number), in order, the root first."""
    tree = yaml.compose((book / "_toc.yml").read_text(encoding="utf-8"))

    def walk(node):
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value in ("root", "file"):
                    yield value.value, value.start_mark.line + 1
                else:
                    yield from walk(value)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from walk(item)

    return list(walk(tree))


def pages(book):
    """The path of every page of the book, in the order of the contents."""
    found = []
    for name, line in page_entries(book):
        path = book / f"{name}.md"
        if not path.is_file():
            raise SourceError(f"_toc.yml, line {line}: there is no file {name}.md. Write it, or take the line out.")
        found.append(path)
    return found


def lectures(book):
    """The text notebook of every lecture and study, in the order of the contents."""
    return [path for path in pages(book) if path.parent.name in ("chapters", "studies")]


@contextlib.contextmanager
def reading(lecture):
    """Name the lecture where jupytext cannot read its text."""
    try:
        yield
    except (MystMetadataParsingError, yaml.YAMLError) as error:
        raise SourceError(
            f"{lecture.parent.name}/{lecture.name}: not a text notebook. {error}\n"
            "Mend these lines; a value that holds a colon stands in quotes."
        ) from None


@functools.cache
def parsed(text):
    """A text notebook, for reading: parsed once, because several places ask for it."""
    return jupytext.reads(text, {"extension": ".md"})


def notebook_of(lecture):
    """The notebook that a lecture's .md is. Nobody may change it."""
    with reading(lecture):
        return parsed(lecture.read_text(encoding="utf-8"))


def notebook_cells(notebook):
    """What two notebooks must share to be the same: the type, source and metadata of each cell."""
    return [(cell.cell_type, cell.source, dict(cell.metadata)) for cell in notebook.cells]


def check_pair(lecture):
    """Refuse a lecture whose .ipynb is missing, unreadable or not the same notebook."""
    pair = lecture.with_suffix(".ipynb")
    name = f"{lecture.parent.name}/{pair.name}"
    if not pair.is_file():
        raise SourceError(f"{name}: missing. Write it with 'make pairs'.")
    try:
        notebook = nbformat.read(pair, as_version=4)
    except (nbformat.reader.NotJSONError, UnicodeDecodeError, nbformat.ValidationError) as error:
        raise SourceError(f"{name}: not a notebook ({type(error).__name__}). Delete it and run 'make pairs'.") from None
    source = notebook_of(lecture)
    same = notebook_cells(source) == notebook_cells(notebook)
    if not same or source.metadata.kernelspec != notebook.metadata.get("kernelspec"):
        raise SourceError(
            f"{name}: not the same notebook as {lecture.name}. Edits belong in {lecture.name}: "
            f"carry over what you changed in the .ipynb, then run 'make pairs'."
        )
    if any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells):
        raise SourceError(f"{name}: holds outputs. Run 'make pairs'.")


def check_kernel(lecture):
    """Refuse a lecture that names a kernel other people do not have."""
    kernel = notebook_of(lecture).metadata.get("kernelspec", {}).get("name")
    if kernel != "python3":
        raise SourceError(
            f"{lecture.parent.name}/{lecture.name}: its kernel is '{kernel}'. "
            "Write 'name: python3' under kernelspec at the top of the file, then run 'make pairs'."
        )


def check(book):
    """Refuse whatever is wrong with the book's sources, before anything runs."""
    book = Path(book)
    check_settings(book)
    for lecture in lectures(book):
        check_kernel(lecture)
        check_pair(lecture)
