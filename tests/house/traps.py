#!/usr/bin/env python3
"""Greps for what DESIGN.md forbids because it was seen to break: see its section on traps.

Exit status 1 and a line for each find. `traps.py --self-test` shows that each rule can go red.
"""
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]

# g++ 12.2 frees owning temporaries of a co_await expression twice: a lambda with captures, or a braced object.
LAMBDA = re.compile(r"\[[^\]\[]*\]\s*(?:\([^()]*\)\s*(?:mutable\s*)?(?:->\s*[\w:<>]+\s*)?)?\{")
BRACED = re.compile(r"(?:[(,]\s*|\b[A-Z]\w*)\{(?!\s*\})")

FORBIDDEN = [
    ("std::regex runs out of stack on long texts", re.compile(r"\bstd::regex|#include\s*<regex>")),
    ("a detached coroutine dies unheard", re.compile(r"\b(?:asio::)?detached\b(?!_)")),
    ("times are read from the injected clock", re.compile(r"system_clock::now\(\)")),
]
CLOCKS = {"lib/time/clock.hpp"}


def without_comments(text):
    """Comments and string contents become blanks, line breaks stay."""
    blank = lambda match: re.sub(r"[^\n]", " ", match.group(0))
    text = re.sub(r'R"(\w*)\((?:.|\n)*?\)\1"', blank, text)
    return re.sub(r'//[^\n]*|/\*(?:.|\n)*?\*/|"(?:\\.|[^"\\\n])*"', blank, text)


def awaited(code):
    """Each co_await with the rest of its statement."""
    for match in re.finditer(r"\bco_await\b", code):
        end = code.find(";", match.end())
        yield match.start(), code[match.end():end]


def finds_in_code(name, text):
    code = without_comments(text)
    line_of = lambda at: code.count("\n", 0, at) + 1
    for at, statement in awaited(code):
        # What follows the statement's own brace (`if (co_await x()) {`) is not part of the expression.
        head = re.split(r"\)\s*\{\s*\n", statement)[0]
        if LAMBDA.search(head) or BRACED.search(head):
            yield f"{name}:{line_of(at)}: name the object first and std::move it into co_await"
    for why, pattern in FORBIDDEN:
        for match in pattern.finditer(code):
            if not ("clock" in why and name in CLOCKS):
                yield f"{name}:{line_of(match.start())}: {why}"


def finds_in_template(name, text):
    for match in re.finditer(r"\{\{\{|\{\{\s*&", text):
        line = text.count("\n", 0, match.start()) + 1
        yield f"{name}:{line}: raw braces would let a customer's words be HTML"


def finds():
    sources = [p for room in ("lib", "daemon") for p in sorted((TOP / room).rglob("*.[ch]pp"))]
    templates = sorted((TOP / "web").rglob("*.html")) + sorted((TOP / "web").rglob("*.txt"))
    assert len(sources) > 50 and len(templates) > 5, "looking in the wrong place"
    for path in sources:
        yield from finds_in_code(str(path.relative_to(TOP)), path.read_text())
    for path in templates:
        yield from finds_in_template(str(path.relative_to(TOP)), path.read_text())


def self_test():
    red = ["co_await run([s] { use(s); });", "co_await submit(Form{a, b});", "co_await submit({.a = 1});",
           "x = co_await f(a, [=](int i) mutable { return i; });", "co_spawn(io, x(), asio::detached);",
           "std::regex r;", "auto now = std::chrono::system_clock::now();"]
    green = ["co_await run(std::move(job));", "if (co_await ready()) {\n  go();\n}", "// co_await f([s]{});",
             "const auto [failed] = co_await t.async_wait(asio::as_tuple(asio::use_awaitable));"]
    for code in red:
        assert list(finds_in_code("red", code)), code
    for code in green:
        assert not list(finds_in_code("green", code)), code
    assert list(finds_in_template("red", "{{{words}}}")) and list(finds_in_template("red", "{{& words}}"))


self_test()
found = list(finds())
print("\n".join(found))
sys.exit(1 if found else 0)
