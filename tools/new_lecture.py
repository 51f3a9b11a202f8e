"""Add a lecture to the book: make lecture N=50 TITLE="Convolutions".

Writes the page from templates/lecture.md, its pair, its first claims, and its line in _toc.yml, in CHANGELOG.md, in
the table of claims and in the table of what a student needs. The book stays green.
"""

import re
import subprocess
import sys

import jupytext

from tools.build import BOOK
from tools.execute import run
from tools.needs import told
from tools.needs import write as write_needs
from tools.pairs import write_pair
from tools.sources import SourceError, lectures

CLAIMS = '''"""The claims of lecture {number}: {title}."""

import torch


def test_the_first_claim(page, ledger, repeats):
    n_runs = repeats(200, 2000)
    generator = torch.Generator().manual_seed(1000 + {number})
    means = torch.tensor([page["mean_of"](10, generator) for _ in range(n_runs)])
    ledger.mean("The mean of ten standard normal numbers", means, 0.0)


def test_the_second_claim(page, ledger, repeats):
    generator = torch.Generator().manual_seed(2000 + {number})
    means = torch.tensor([page["mean_of"](10, generator) for _ in range(500)])
    # The variance of a mean of ten is 1/10; its estimate from n values has the standard error 0.1·√(2/n).
    ledger.within("Variance of that mean", means.var().item(), 0.1, 5 * 0.1 * (2 / 500) ** 0.5, 500)


BROKEN = [
    ("torch.randn(n_points, generator=generator).mean()", "torch.rand(n_points, generator=generator).mean()",
     test_the_first_claim),
    ("torch.randn(n_points, generator=generator).mean()", "torch.randn(n_points, generator=generator).sum()",
     test_the_second_claim),
]  # fmt: skip
'''


def add_to_contents(text, page):
    """The contents with one more line after the last lecture."""
    last = list(re.finditer(r"^ *- file: chapters/.+\n", text, re.MULTILINE))[-1]
    indent = last[0][: last[0].index("-")]
    return text[: last.end()] + f"{indent}- file: chapters/{page}\n" + text[last.end() :]


def add_to_changelog(text, number, title):
    """The changelog with a line on a new lecture under 'Not released', which comes first."""
    heading = "## Not released\n\n"
    if heading not in text:
        text = text.replace("\n## ", f"\n{heading}\n## ", 1)
    return text.replace(heading, f"{heading}- **{number}, {title}:** new.\n", 1)


def add_lecture(number, title):
    """Write all the files of a new lecture; the path of its page."""
    name = f"{number}_" + re.sub(r"\W+", "_", title.lower()).strip("_")
    path = BOOK / "chapters" / f"{name}.md"
    if any(lecture.name.startswith(f"{number}_") for lecture in lectures(BOOK)):
        raise SourceError(f"There is a lecture {number} already: choose another N.")
    template = (BOOK / "templates" / "lecture.md").read_text(encoding="utf-8")
    path.write_text(template.format(number=number, title=title), encoding="utf-8")
    write_pair(path)
    contents = BOOK / "_toc.yml"
    contents.write_text(add_to_contents(contents.read_text(encoding="utf-8"), name), encoding="utf-8")
    claims = BOOK / "tests" / "lectures" / "claims" / f"test_{number}.py"
    claims.write_text(CLAIMS.format(number=number, title=title), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--quiet", "--full", str(claims)]  # their rows in the table
    subprocess.run(command, cwd=BOOK, check=True, stdout=subprocess.DEVNULL)
    changelog = BOOK / "CHANGELOG.md"
    changelog.write_text(add_to_changelog(changelog.read_text(encoding="utf-8"), number, title), encoding="utf-8")
    _, report = run(jupytext.read(path), timeout=60)
    write_needs({path: told(report)})
    return path


def main():
    number, title = sys.argv[1] if len(sys.argv) > 1 else "", " ".join(sys.argv[2:]).strip()
    if not re.fullmatch(r"\d\d", number) or not title:
        sys.exit('Say which lecture: make lecture N=50 TITLE="Convolutions"')
    try:
        path = add_lecture(int(number), title)
    except SourceError as error:
        sys.exit(str(error))
    print(f"Write {path.relative_to(BOOK)}; 'make serve' shows it while you write. Its claims go into "
          f"tests/lectures/claims/test_{number}.py; CONTRIBUTING.md says what else a lecture has.")  # fmt: skip


if __name__ == "__main__":
    main()
