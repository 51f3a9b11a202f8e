"""The results of the claims' full runs, from which the appendix makes its table.

results.json holds, for each lecture and for each test of its claims, the lines of the last full run that passed:
{"44": {"test_one_weight": [{"claim": …, "count": …, "measured": …, "allowed": …}, …]}, …}. A run of some tests
replaces the lines of these as a whole and leaves the others'. Tests and lines stand in the order of the claims' file.
"""

import ast
import json
import re
from pathlib import Path

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results.json"


def claims_of(path):
    """The tests of a claims file by name, in its order; for each the patterns of the lines that it adds."""
    found = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        is_test = isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if is_test and "ledger" in {argument.arg for argument in node.args.args}:
            found[node.name] = patterns(node)
    return found


def patterns(test):
    """The regular expression of each line's text that a test adds; what is computed in it may be anything."""
    names = [node for node in ast.walk(test) if isinstance(node, ast.Name) and node.id == "ledger"]
    calls = [node for node in ast.walk(test) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    texts = [text_pattern(call.args[0]) for call in calls if call.func.value in names]
    return texts if len(texts) == len(names) else [*texts, ".*"]  # handed on: other functions add lines too


def text_pattern(node):
    """The regular expression of a string, a formatted string or anything else."""
    if isinstance(node, ast.Constant):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(text_pattern(part) for part in node.values)
    return ".*"


def all_claims(folder=FOLDER):
    """The tests of every claims file, by lecture."""
    return {path.stem.removeprefix("test_"): claims_of(path) for path in sorted(folder.glob("test_[4-9s]*.py"))}


def load(path=RESULTS):
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def by_test(lines):
    """The ledger's lines by lecture and test."""
    ran = {}
    for line in lines:
        shown = {name: line[name] for name in ("claim", "count", "measured", "allowed")}
        ran.setdefault(line["lecture"], {}).setdefault(line["test"], []).append(shown)
    return ran


def keep(ran, path=RESULTS, claims=None):
    """Put the lines of the tests that ran in the place of their old ones; what no test stands for any more goes."""
    claims, kept = claims or all_claims(), load(path)
    results = {}
    for lecture, tests in claims.items():
        lines = {**kept.get(lecture, {}), **ran.get(lecture, {})}
        results[lecture] = {test: lines[test] for test in tests if test in lines}
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def faults(results, claims):
    """What in the results is no claim's any more, and which claims have no result, in words."""
    for lecture in sorted({*results, *claims}):
        tests, lines = claims.get(lecture, {}), results.get(lecture, {})
        yield from (f"{lecture}: {test} has no result" for test in tests if test not in lines)
        yield from (f"{lecture}: there is no {test} any more" for test in lines if test not in tests)
        both = [test for test in tests if test in lines]
        if [test for test in lines if test in tests] != both:
            yield f"{lecture}: the tests stand in another order"
        for test in both:
            texts = [line["claim"] for line in lines[test]]
            for text in texts:
                if not any(re.fullmatch(pattern, text, re.DOTALL) for pattern in tests[test]):
                    yield f"{lecture}: {test} no longer says '{text}'"
            for pattern in tests[test]:
                if pattern != ".*" and not any(re.fullmatch(pattern, text, re.DOTALL) for text in texts):
                    yield f"{lecture}: {test} has no result for {pattern}"
            if texts and texts[0].startswith("…"):
                yield f"{lecture}: the first line of {test} goes on from nothing: '{texts[0]}'"
