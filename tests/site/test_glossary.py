"""Promise: the glossary and the lectures link to each other, with no term missing and none unused."""

import re

import pytest

from tools.notebooks import BOOK, LECTURES, NAMES

GLOSSARY = (BOOK / "appendix" / "glossary.md").read_text(encoding="utf-8")
ENTRY = re.compile(r"^### (.+)\n\n(.+)", re.MULTILINE)
LINK = re.compile(r"\]\(\.\./appendix/glossary\.md#([\w-]+)\)")
FEWEST_TERMS = 50


def anchor(term):
    """The anchor of a heading, as MyST writes it."""
    return re.sub(r"[^\w\- ]", "", term.lower()).replace(" ", "-")


TERMS = {anchor(term): text for term, text in ENTRY.findall(GLOSSARY)}
LINKED = {lecture.stem: set(LINK.findall(lecture.read_text(encoding="utf-8"))) for lecture in LECTURES}


def test_the_glossary_is_large_enough_and_in_order():
    names = [term for term, _ in ENTRY.findall(GLOSSARY)]
    assert len(names) >= FEWEST_TERMS
    assert names == sorted(names, key=str.lower)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_has_its_term(name):
    assert LINKED[name] - set(TERMS) == set()


def test_every_term_is_used_by_a_lecture():
    assert set(TERMS) - set().union(*LINKED.values()) == set()


@pytest.mark.parametrize("term", TERMS)
def test_the_glossary_says_where_a_term_is_taught(term):
    taught = re.search(r"Taught in \[(?:lecture \d+|study \d)\]\(\.\./(?:chapters|studies)/(\w+)\.md\)", TERMS[term])
    assert term in LINKED[taught[1]]


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("s")])
def test_every_lecture_links_its_terms(name):
    assert len(LINKED[name]) >= 5
