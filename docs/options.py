#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""docs/options.md from its tables: the rows of runtime/options.def stand in the page as they are there.

Prints the page as it should be; --write writes it. The options of the pass and of the wrapper are
described by hand: one that the page does not name is an error.
"""
import pathlib
import re
import sys

docs = pathlib.Path(__file__).resolve().parent
root = docs.parent
page = docs / "options.md"

ROW = re.compile(r'^X\((\w+),\s*"([^"]*)",\s*(\w+),\s*"([^"]*)",\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)',
                 re.MULTILINE)
TABLE = re.compile(r"(<!-- runtime/options.def -->\n).*?(<!-- end -->)", re.DOTALL)


def unquoted(text):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace('\\"', '"')


def values(kind, help_text):
    """What can stand behind the =, and what remains of the help."""
    words, colon, rest = help_text.partition(": ")
    if kind == "CHOICE":
        return " ".join(f"`{word}`" for word in words.split("|")), rest
    if kind == "TEXT" and colon:
        return words.replace("|", ", "), rest
    return {"SWITCH": "`0` `1`, `off` `on`", "SIZE": "size", "TIME": "time",
            "COUNT": "number", "TEXT": "text"}.get(kind, kind), help_text


def table():
    text = (root / "runtime/options.def").read_text()
    rows = ROW.findall(text)
    if len(rows) != len(re.findall(r"^X\(", text, re.MULTILINE)):
        sys.exit("options.py: a row of runtime/options.def is not understood")
    lines = ["| key | values | default | what it does |", "|---|---|---|---|"]
    for _, key, kind, standard, help_text in rows:
        allowed, meaning = values(kind, unquoted(help_text))
        standard = f"`{standard}`" if standard else ""
        meaning = re.sub(r"([<*|])", r"\\\1", meaning)
        lines.append(f"| `{key}` | {allowed} | {standard} | {meaning} |".replace("  ", " "))
    return "\n".join(lines) + "\n"


def unnamed(text):
    keys = re.findall(r'^ *\{"(\w+)", Need::', (root / "pass/Options.cpp").read_text(), re.MULTILINE)
    flags = re.findall(r"^ +(--memfn-\w+)", (root / "wrapper/memfn-clang.in").read_text(),
                       re.MULTILINE)
    return [name for name in keys + flags if not re.search(rf"`{name}\b", text)]


text = page.read_text()
fresh, found = TABLE.subn(lambda match: match[1] + table() + match[2], text)
if found != 1:
    sys.exit("options.py: docs/options.md has no place for the table")
missing = unnamed(fresh)
if missing:
    sys.exit("options.py: docs/options.md does not name " + ", ".join(missing))
if sys.argv[1:] == ["--write"]:
    page.write_text(fresh)
else:
    sys.stdout.write(fresh)
