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


def lines_above():
    """Files named as builds in folders of their own do."""
    m = pm.Machine()
    m.enter(m.main, m.function("load", "b.c", 1))
    for n, file in enumerate(("src/a.c", "../../lib/k.c", "b.c")):
        m.allocate(m.main, 10 - n, m.location(file, 1, "char"))
    m.leave(m.main)
    return m


def pictures():
    """A table that grows, with marks, snapshots and a timeline; figures to count by hand.

    before: 1 block of 4000. grown: 3 of 1000 more, one of 4000 gone, in build. after: one of 1000
    gone, and 64 of an arena. The peak, 7000, was when three blocks of 1000 stood beside the 4000."""
    m = pm.Machine(command=["./table"])
    build, load = m.function("build", "table.c", 10), m.function("load", "table.c", 30)
    text, row = m.location("table.c", 31, "char"), m.location("table.c", 12, "struct row")
    m.mark("start", rss=2 << 20, peak_rss=2 << 20, user=1 * MS, vms=9 << 20, shared=1 << 20)
    m.point(rss=2 << 20)
    m.wait(MS)
    m.enter(m.main, load)
    buffer = m.allocate(m.main, 4000, text)
    m.leave(m.main)
    m.snapshot("before", cost=1500, rss=2 << 20)
    m.enter(m.main, build)
    rows = []
    for i in range(3):
        m.wait(MS)
        rows.append(m.allocate(m.main, 1000, row))
        m.point(rss=(3 + i) << 20)
    m.free(m.main, buffer)
    m.snapshot("grown", cause=1, cost=700, rss=5 << 20)
    m.mark("built", rss=5 << 20, peak_rss=6 << 20, user=4 * MS, system=1500000, vms=12 << 20,
           shared=1 << 20, swap=4096)
    m.wait(MS)
    m.leave(m.main)
    m.free(m.main, rows[1])
    m.allocate(m.main, 64)
    m.wait(MS)
    m.point(rss=4 << 20)
    m.snapshot("after", cause=2, cost=800, rss=4 << 20)
    m.snapshot("after", cause=2, cost=600, rss=4 << 20)
    m.wait(MS)
    return m


def own_clocks():
    """clock=cpu, killed: each thread's clock begins when it does, and its calls end with its last
    event, whatever another's clock says."""
    m = pm.Machine(clock=pm.CPU, start=1000)
    outer, inner = m.function("outer", "o.c", 1), m.function("inner", "o.c", 9)
    m.now = 100
    worker = m.start_thread(m.main)
    for stack, times in (worker, (200, 500, 700)), (m.main, (3000, 4000, 9000)):
        m.now = times[0]
        m.enter(stack, outer)
        m.now = times[1]
        m.enter(stack, inner)
        m.now = times[2]
        m.leave(stack)
    m.now = 20000
    return m


def resident():
    """rss=1: what the system says of calls, in all units of the classic lines."""
    m = pm.Machine()
    m.header["flags"] = 64
    outer, inner = m.function("outer", "r.c", 1), m.function("inner", "r.c", 9)
    m.enter(m.main, outer)
    m.wait(1234567)
    m.resident(m.main, 999, -1500, 0)
    m.enter(m.main, inner)
    m.resident(m.main, 12_300_000, 4_000_000_000, 4096)
    m.wait(61 * 10**9)
    m.leave(m.main)
    m.leave(m.main)
    return m


def sizes():
    """sizes=1: small blocks, and a few large ones."""
    m = pm.Machine(command=["./pack", "data"])
    m.header["flags"] = 256
    pack, table = m.function("pack", "pack.c", 3), m.function("table", "pack.c", 21)
    m.enter(m.main, pack)
    for size in (*range(20, 60), 0, 1, 40, 1000, 5000):
        m.free(m.main, m.allocate(m.main, size))
    m.enter(m.main, table)
    m.allocate(m.main, 3 << 20)
    m.wait(MS)
    m.leave(m.main)
    m.leave(m.main)
    return m


def mapped(ranges=1):
    """mmap=1: three quarters of the memory is mapped by one function, the rest by another."""
    m = pm.Machine(command=["./arena"])
    m.header["flags"] = 128
    large, small = m.function("large", "a.c", 3), m.function("small", "a.c", 9)
    m.enter(m.main, large)
    m.map(m.main, 3 << 20, ranges=ranges)
    m.enter(m.main, small)
    m.map(m.main, 1 << 20, ranges=ranges)
    m.allocate(m.main, 50)
    m.leave(m.main)
    m.leave(m.main)
    return m


def torn():
    """mmap=1: more ranges than can be counted."""
    return mapped(2**63 - 1)


def largest():
    """Figures that are just small enough: one function calls its namesakes, all often, and all free
    much; marks and snapshots from one end of what they can be to the other; times that were
    sampled, at a clock of few ticks."""
    m = pm.Machine(clock=pm.TSC)
    namesakes = [m.function("f", "f.c", line, linkage="f") for line in range(1, 13)]
    for function in namesakes:
        m.enter(m.main, function)
    for line in range(5):
        m.allocate(m.main, 8, m.location("f.c", line))
    for live in (2**63 - 1, -2**63) * 2:
        m.owners[0].live = live
        m.mark("m")
        m.snapshot("s")
    for counters in m.shards[0].nodes.values():
        counters.freed_bytes = 2**57
        counters.calls = 2**56
        counters.total = 2**63
    m.hook_ps = 0
    m.header.update(flags=16, last_ticks=m.start + 1, start_ns=0, last_ns=2**57)
    for owner in m.owners:
        owner.peak = 2**61 - 2**12
    return m


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


def tagged():
    """A name with the tag of libstdc++'s std::string; two blocks at the peak."""
    m = pm.Machine()
    m.enter(m.main, m.function("Cache::report[abi:cxx11]", "cache.cc", 9,
                               "Cache::report[abi:cxx11](int)", "_ZN5Cache6reportB5cxx11Ei"))
    m.allocate(m.main, 100)
    m.allocate(m.main, 200)
    m.leave(m.main)
    return m


def costly(pause=20000):
    """Many short calls: of functions that tell nothing, that pass memory on, that allocate."""
    m = pm.Machine(command=["./grind"])
    f = {name: m.function(name, "grind.c", line) for line, name in
         enumerate(["main", "skip_blank", "next_token", "new_token", "parse_line", "at[]"], 1)
         if line != 3}
    f["next_token"] = m.function("next_token", "grind.c", 3, linkage="_Z10next_tokenv")
    other = m.function("skip_blank", "scan.c", 9)

    def call(function, ns, inside=lambda: None):
        m.enter(m.main, function)
        m.wait(ns)
        inside()
        m.leave(m.main)

    def allocate():
        m.free(m.main, m.allocate(m.main, 100))

    m.enter(m.main, f["main"])
    for i in range(500):
        call(f["next_token"], 50, lambda: call(f["new_token"], 30, allocate))
        for short in (f["skip_blank"], f["skip_blank"], other, f["at[]"]):
            call(short, 10)
    for _ in range(20):
        call(f["parse_line"], pause)
    m.leave(m.main)
    return m


def swamped():
    """The same, and little else: hooks took most of the run."""
    return costly(1000)


def namesakes():
    """The same as costly, and two functions never called whose names are those of others."""
    m = costly()
    m.function("skip_blank", "idle.c", 1)
    m.function("new_token", "idle.c", 2)
    return m


def crowded():
    """8,100 calls, of which 1,899.5 cost 5 % of the run without hooks: of 967,890 ns in all."""
    m = pm.Machine(command=["./crowd"])
    f = {name: m.function(name, "crowd.c", line) for line, name in enumerate(
        ["main", "z_outer", "a_inner", "load", "pass_on", "rare", "blink", "spin"], 1)}

    def call(name, times, ns, inside=lambda: None):
        for _ in range(times):
            m.enter(m.main, f[name])
            m.wait(ns)
            inside()
            m.leave(m.main)

    def allocate(size):
        m.free(m.main, m.allocate(m.main, size))

    m.enter(m.main, f["main"])
    call("rare", 1, 10)
    call("load", 1, 10, lambda: allocate(200000))
    call("z_outer", 1000, 20, lambda: call("a_inner", 1, 10, lambda: allocate(100)))
    call("pass_on", 897, 10, lambda: allocate(1))
    call("blink", 200, 10)
    call("spin", 5000, 10)
    m.wait(967890 - 90990)
    m.leave(m.main)
    return m


def chosen():
    """A program that was compiled with a list."""
    m = pm.Machine(command=["./grind"])
    f = [m.function(name, "grind.c", line) for line, name in
         enumerate(["main", "parse_line", "parse_word", "emit"], 1)]
    for function in f[:2]:
        m.enter(m.main, function)
        m.wait(MS)
        m.allocate(m.main, 1000)
    m.leave(m.main)
    m.leave(m.main)
    m.choice("grind.txt", 1, "fun:parse_*", 3, 2)
    m.choice("grind.txt", 2, "fun:prase_*", 0, 0)
    m.choice("grind.txt", 3, "src:gr?nd.c", 4, 2)
    m.choice("grind.txt", 5, "fun:parse_fast", 1, 1, section=1)
    m.choice("--memfn-calls", 0, "fun:qsort", 0, 0, section=2)
    return m


def named():
    """Modules that were given one list under three names, and others of the same name."""
    m = chosen()
    for name in "/src/grind.txt", "../grind.txt":
        m.choice(name, 1, "fun:parse_*", 10, 1)
        m.choice(name, 2, "fun:prase_*", 0, 0)
        m.choice(name, 3, "src:gr?nd.c", 0, 0)
        m.choice(name, 5, "fun:parse_fast", 0, 0, section=1)
    m.choice("longer/grind.txt", 1, "fun:parse_*", 1, 1)
    m.choice("never/grind.txt", 1, "fun:parse_*", 2, 2, section=1)
    m.choice("/src/other.txt", 1, "fun:parse_*", 4, 4)
    m.choice("/src/other.txt", 2, "fun:nowhere", 0, 0)
    return m


def idle():
    """Four lines that matched nothing."""
    m = named()
    m.choice("/src/other.txt", 3, "fun:nor_here", 0, 0)
    return m


def main():
    machine = globals()[sys.argv[1]]()
    fields = dict(field.split("=", 1) for field in sys.argv[3:])
    machine.write(sys.argv[2], **{k: int(v, 0) for k, v in fields.items()})


if __name__ == "__main__":
    main()
