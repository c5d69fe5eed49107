from __future__ import annotations

import ast

from tests.house.tree import CODE, ROOT, python_files

FILE_LINES = 300
# About thirty is the habit; past this, a function does two things. Its docstring does not count.
FUNCTION_LINES = 40


def test_a_file_fits_in_two_screens():
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines())
        for path in python_files(*CODE, "tests", "bench")
    }
    assert {name: lines for name, lines in sizes.items() if lines > FILE_LINES} == {}


def test_a_function_fits_in_one_glance():
    sizes = {
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno} {node.name}": body_lines(node)
        for path in python_files(*CODE)
        if path.parent.name != "versions"  # a migration is a list of what it does
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in sizes.items() if lines > FUNCTION_LINES} == {}


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    has_docstring = ast.get_docstring(function, clean=False) is not None
    begin = first.end_lineno if has_docstring else first.lineno - 1
    return function.end_lineno - begin
