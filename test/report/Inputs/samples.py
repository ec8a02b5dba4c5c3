# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Profiles for tests, by name. usage: samples.py NAME FILE [HEADER_FIELD=NUMBER...]"""

import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
import profile_machine as pm  # noqa: E402

MS = 10**6


def parse(scale=1, line=88):
    """A recursive parser, a table, a leak."""
    m = pm.Machine(command=["./parse", "data.json"])
    main = m.function("main", "parse.c", 120, linkage="main")
    node = m.function("parse_node", "parse.c", line, "parse_node(char const*, int)")
    table = m.function("ns::Table<int>::add", "src/table.cc", 14, "ns::Table<int>::add(int)",
                       "_ZN2ns5TableIiE3addEi")
    m.function("unused", "parse.c", 5)
    m.wait(MS)
    m.enter(m.main, main)
    for depth in range(3):
        m.wait(2 * MS)
        m.enter(m.main, node)
        m.allocate(m.main, 1000 * scale)
    m.wait(5 * MS)
    m.enter(m.main, table)
    m.wait(4 * MS)
    kept = m.allocate(m.main, 4096)
    temporary = m.allocate(m.main, 100000)
    m.free(m.main, temporary)
    m.leave(m.main)
    for _ in range(3):
        m.wait(MS)
        m.leave(m.main)
    m.free(m.main, kept)
    m.leave(m.main)
    m.wait(MS)
    return m


def parse_more():
    """The same program later: it allocates more, a function has moved, another is new."""
    m = parse(scale=11, line=188)
    m.enter(m.main, m.function("added", "fresh.c", 1))
    m.leave(m.main)
    return m


def lines(at=(10, 20), size=50):
    """Two source lines that allocate."""
    m = pm.Machine()
    m.enter(m.main, m.function("load", "l.c", 1))
    for line, bytes_ in zip(at, (70, size)):
        m.allocate(m.main, bytes_, m.location("l.c", line, "struct node"))
    m.leave(m.main)
    return m


def lines_moved():
    """The same, further down, and the second one larger."""
    return lines((12, 22), 100)


def empty():
    """Nothing was ever called."""
    m = pm.Machine()
    m.wait(MS)
    return m


def uncalled():
    """Functions that are known, and never called."""
    m = empty()
    m.function("f")
    m.function("g")
    return m


def one():
    """One function, called once."""
    m = pm.Machine()
    m.enter(m.main, m.function("work", "one.c", 3))
    m.wait(MS)
    m.allocate(m.main, 100)
    m.leave(m.main)
    return m


def timeless():
    """Calls that take no time, and allocate nothing."""
    m = pm.Machine()
    m.enter(m.main, m.function("quick", "quick.c", 3))
    m.leave(m.main)
    return m


def threads():
    """A function that starts a thread that runs the function again."""
    m = pm.Machine()
    f, g = m.function("outer", "t.c", 1), m.function("inner", "t.c", 9)
    m.enter(m.main, f)
    m.wait(MS)
    m.allocate(m.main, 1000)
    worker = m.start_thread(m.main)
    m.enter(worker, g)
    m.enter(worker, f)
    m.wait(MS)
    block = m.allocate(worker, 500)
    m.free(m.main, block)
    m.end_thread(worker)
    m.wait(MS)
    m.leave(m.main)
    return m


def hostile():
    """Names that a terminal, a spreadsheet or a browser would obey."""
    m = pm.Machine(command=["./x", "\x1b[2J", "a b"])
    for i, name in enumerate(["\x1b]0;owned\x07", "=cmd|'/c calc'!A1", "<script>alert(1)</script>",
                              "new\nline", "\u202ereversed", b"\xff\xfe\x80"]):
        m.enter(m.main, m.function(name, name, i, name, name))
        m.wait(MS)
        m.leave(m.main)
    return m


def cxx():
    """Templates, operators, lambdas; two functions that differ in their linkage names alone."""
    m = pm.Machine(command=["./a b", "--x=\"y\""])
    names = ["std::vector<int, A<';'>>::operator[]", "operator<<", "ns::operator\"\" _km",
             "main::{lambda(int)#1}::operator()", "Foo<a, b<c> >::~Foo", "a\\b"]
    for i, name in enumerate(names):
        m.enter(m.main, m.function(name, "x y.cc", i, name + "(int)"))
        m.wait(MS)
        m.allocate(m.main, 100 << i)
    for linkage in ("_ZN3BarC1Ev", "_ZN3BarC2Ev"):
        m.enter(m.main, m.function("Bar::Bar", "x y.cc", 40, "Bar::Bar()", linkage))
        m.allocate(m.main, 1 << 33)
        m.wait(MS)
    for _ in range(8):
        m.leave(m.main)
    return m


def main():
    machine = globals()[sys.argv[1]]()
    fields = dict(field.split("=", 1) for field in sys.argv[3:])
    machine.write(sys.argv[2], **{k: int(v, 0) for k, v in fields.items()})


if __name__ == "__main__":
    main()
