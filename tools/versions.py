"""The versions under which a lecture's cells run: of Python, and of the packages that they import."""

import ast
import functools
import importlib.metadata
import sys


def imported_packages(source):
    """The top-level packages that a piece of code imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or ".").split(".")[0]


@functools.cache
def version(package):
    """The installed version of the distribution that holds a package; None where there is none."""
    try:
        return importlib.metadata.version(package)  # most bear the name of their package
    except importlib.metadata.PackageNotFoundError:
        names = importlib.metadata.packages_distributions().get(package, [])
        return ", ".join(sorted({f"{name} {importlib.metadata.version(name)}" for name in names})) or None


def versions(notebook):
    """{package: version} for a notebook. A cell that is no Python imports nothing; its run says what is wrong."""
    packages = set()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            try:
                packages.update(imported_packages(cell.source))
            except SyntaxError:
                continue
    found = {package: version(package) for package in sorted(packages - sys.stdlib_module_names)}
    return {"python": f"{sys.version_info.major}.{sys.version_info.minor}", **found}
