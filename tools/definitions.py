"""The definitions of a lecture without its experiments, and with one text replaced where a test wants a slip."""

import ast

from tools.notebooks import cells, lecture_path, run_cells

KEPT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
CHEAP_CALLS = {"tensor", "linspace", "arange", "manual_seed", "expand", "LeakyReLU"}


def is_cheap(node, known):
    """Whether a statement is an assignment of a constant: literals, short tensors, lambdas and names known already."""
    if not isinstance(node, ast.Assign) or not all(isinstance(t, ast.Name | ast.Tuple) for t in node.targets):
        return False
    inner = [arg.arg for part in ast.walk(node) if isinstance(part, ast.Lambda) for arg in part.args.args]
    for part in ast.walk(node.value):
        if isinstance(part, ast.Call) and not isinstance(part.func, ast.Attribute | ast.Name):
            return False
        if isinstance(part, ast.Call) and not any(isinstance(node.value, kind) for kind in (ast.Dict, ast.Lambda)):
            name = part.func.attr if isinstance(part.func, ast.Attribute) else part.func.id
            if name not in CHEAP_CALLS:
                return False
        if isinstance(part, ast.Name) and part.id not in known and part.id not in inner:
            return False
    return True


def names_of(node):
    """The names that a statement defines."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    if isinstance(node, ast.Assign):
        return {name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    return {node.name}


def definitions(number, right="def ", wrong="def "):
    """The lecture's imports, constants, functions and classes; its experiments do not run. One text may be replaced."""
    sources, found, known = [], 0, {"range", "len", "zip"}
    for cell in cells(lecture_path(number), "code"):
        found += cell.source.count(right)
        tree = ast.parse(cell.source.replace(right, wrong))
        kept = []
        for node in tree.body:
            if isinstance(node, KEPT) or is_cheap(node, known):
                kept.append(node)
                known |= names_of(node)
        tree.body = kept
        sources.append(ast.unparse(tree))
    assert found, f"lecture {number} has no {right!r} any more: mend BROKEN in its claims"
    return run_cells(sources, f"lecture {number}, broken")
