#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that the modules of a Python package do not import each other in a circle.

usage: imports.py FOLDER...      FOLDER: a package, such as tools/gdb/bootmap

Every import inside the package counts, also one within a function, and one by a call of
import_module() or of arch.module(), whose name is found in the text of the call. A circle is
printed, and the exit status is 1.
"""
import ast
import sys
from pathlib import Path

CALLS = ("import_module", "module")


def modules(folder):
    """{dotted name: file} of a package."""
    found = {}
    for file in sorted(folder.glob("**/*.py")):
        parts = file.relative_to(folder.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def from_import(node, package):
    """The names that "from .x import a, b" may mean: x.a and x.b if they are modules, else x."""
    above = package.split(".")
    above = above[:len(above) - node.level + 1] if node.level else []
    start = ".".join(above + ([node.module] if node.module else []))
    return [(f"{start}.{alias.name}", start) for alias in node.names]


def called_names(statement):
    """The last words of the strings in a statement that calls one of CALLS."""
    nodes = list(ast.walk(statement))
    if not any(isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in CALLS
               for node in nodes):
        return set()
    return {node.value.rsplit(".", 1)[-1] for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def simple_statements(tree):
    """Statements that contain no others."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and not hasattr(node, "body")]


def imported(name, file, known):
    """The modules of the package that one of them imports."""
    package = name if file.stem == "__init__" else name.rsplit(".", 1)[0]
    tree, found = ast.parse(file.read_text(encoding="utf-8"), str(file)), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {inner if inner in known else outer for inner, outer in from_import(node, package)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    for statement in simple_statements(tree):
        words = called_names(statement)
        found |= {other for other in known if other.count(".") > 1 and other.rsplit(".", 1)[-1] in words}
    return sorted(found & set(known))


def circle(arrows):
    """Modules of which each imports the next, and the last one the first; [] if there are none."""
    done, path = set(), []

    def visit(name):
        if name in path:
            return [*path[path.index(name):], name]
        if name in done:
            return []
        path.append(name)
        found = next(filter(None, map(visit, arrows[name])), [])
        path.pop()
        done.add(name)
        return found

    return next(filter(None, map(visit, arrows)), [])


def main(folders):
    found = False
    for folder in map(Path, folders):
        known = modules(folder)
        names = circle({name: imported(name, file, known) for name, file in known.items()})
        if names:
            found = True
            print(f"{folder}: modules import each other in a circle: {' -> '.join(names)}")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
