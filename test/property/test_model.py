# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The model's own test: short event lists whose figures were worked out by hand.

An event is written as a word: `+A` enters A, `-A` returns from it, `a:100` allocates block a of
100 bytes, `~a` frees it, `a>b:50` is a realloc of a that gives b, `@12` notes line 12, `jump:N`,
`catch:N` and `back:N` say that depth N runs now. `start:N` and `coroutine:N` make thread N, what
follows `thread:N` is its own. Depth is counted by the words.
"""

import unittest

import model
from events import Event

FUNCTIONS = {i: {"name": n, "file": "x.c", "line": i, "instrumented": True, "pads": n != "C"}
             for i, n in enumerate("ABCD", 1)}
NUMBER = {f["name"]: i for i, f in FUNCTIONS.items()}


class Writer:
    """Turns words into events of one thread or, after `thread:N`, of another."""

    def __init__(self):
        self.events, self.stacks, self.thread = [], {0: []}, 0

    def add(self, kind, function=0, a=0, b=0):
        self.events.append(Event(kind, self.thread, function, a, b))

    def word(self, w):
        stack = self.stacks[self.thread]
        if w[0] == "+":
            stack.append(w[1:])
            self.add("E", NUMBER[w[1:]], len(stack))
        elif w[0] == "-":
            self.add("X", NUMBER[w[1:]], len(stack))
            stack.pop()
        elif w[0] == "~":
            self.add("F", 0, address(w[1:]))
        elif w[0] == "@":
            self.add("L", NUMBER[stack[-1]], int(w[1:]))
        elif w.startswith(("jump:", "catch:", "back:")):
            del stack[int(w.split(":")[1]):]
            self.add({"j": "J", "c": "C", "b": "P"}[w[0]], 0, len(stack))
        elif w.startswith(("start:", "coroutine:")):
            number = int(w.split(":")[1])
            self.stacks[number] = []
            self.add("T" if w[0] == "s" else "K", 0, number)
        elif w.startswith("thread:"):
            self.thread = int(w[7:])
        elif w == "end":
            self.add("Z")
        else:
            block, size = w.split(":")
            if ">" in block:
                old, block = block.split(">")
                self.add("F", 0, address(old))
            self.add("A", 0, address(block), int(size))


def address(name):
    return int.from_bytes(name.encode(), "big")


def figures(text):
    w = Writer()
    for word in text.split():
        w.word(word)
    return model.Figures(model.Run(w.events, FUNCTIONS))


class Test(unittest.TestCase):
    def check(self, got, **want):
        self.assertEqual({k: got[k] for k in want}, want)

    def test_nothing(self):
        f = figures("")
        self.check(f.totals, allocs=0, peak_bytes=0, threads=1, calls=0, primitive_calls=0)
        self.check(f.functions["<program>"], calls=1, primitive_calls=1, peak_bytes=0)
        self.check(f.functions["A"], calls=0, allocs=0, callers={})
        self.assertEqual(list(f.paths), [((("<program>", None),), None)])

    def test_one_call(self):
        f = figures("p:5 +A a:10 b:20 ~a c:1 -A ~b")
        self.check(f.totals, allocs=4, alloc_bytes=36, frees=2, freed_bytes=30, peak_bytes=35,
                   leaked_bytes=6, leaked_blocks=2, calls=1, primitive_calls=1)
        # Net is 5 at the start, 15, 35, 25, 26 at the end. The free of a is in A, that of b not.
        self.check(f.functions["A"], calls=1, allocs=3, alloc_bytes=31, frees=1, freed_bytes=10,
                   peak_bytes=30, retained_bytes=21, own_peak_bytes=30, leaked_bytes=1,
                   leaked_blocks=1, at_peak_bytes=30, at_peak_blocks=2, open_calls=0,
                   total_allocs=3, total_alloc_bytes=31, total_at_peak_bytes=30)
        self.check(f.functions["<program>"], allocs=1, alloc_bytes=5, frees=1, freed_bytes=20,
                   peak_bytes=35, retained_bytes=6, total_alloc_bytes=36, at_peak_bytes=5)

    def test_peak_is_the_largest_of_all_calls_not_the_last(self):
        f = figures("+A a:50 ~a -A +A b:30 -A")
        self.check(f.functions["A"], peak_bytes=50, retained_bytes=30, calls=2)

    def test_peak_takes_callees_in(self):
        f = figures("+A a:10 +B b:100 ~b -B c:20 -A")
        self.check(f.functions["A"], peak_bytes=110, own_peak_bytes=30, total_alloc_bytes=130,
                   alloc_bytes=30)
        self.check(f.functions["B"], peak_bytes=100, own_peak_bytes=100, retained_bytes=0)

    def test_peak_is_never_negative_and_retained_may_be(self):
        f = figures("a:100 +A ~a b:30 -A")
        # Net 100 at the start, 0, then 30: the call needed nothing more than was there.
        self.check(f.functions["A"], peak_bytes=0, retained_bytes=-70, own_peak_bytes=30,
                   frees=1, freed_bytes=100)

    def test_recursion(self):
        f = figures("+A a:1 +A b:2 +A c:4 -A ~b -A -A")
        self.check(f.functions["A"], calls=3, primitive_calls=1, alloc_bytes=7, peak_bytes=7,
                   total_alloc_bytes=7, total_allocs=3, retained_bytes=5)
        self.assertEqual(f.functions["A"]["callers"], {
            "<program>": {"calls": 1, "primitive_calls": 1, "alloc_bytes": 1,
                          "total_alloc_bytes": 7},
            "A": {"calls": 2, "primitive_calls": 0, "alloc_bytes": 6, "total_alloc_bytes": 0}})
        top = (("<program>", None), ("A", "<program>"))
        self.assertEqual(set(f.paths), {(top[:1], None), (top, None), (top, ("A", "A"))})
        self.check(f.paths[top, None], calls=1, alloc_bytes=1, peak_bytes=7)
        self.check(f.paths[top, ("A", "A")], calls=2, alloc_bytes=6, peak_bytes=6)

    def test_mutual_recursion(self):
        f = figures("+A a:1 +B b:10 +A c:100 +B d:1000 -B -A -B -A")
        self.check(f.functions["A"], calls=2, primitive_calls=1, total_alloc_bytes=1111,
                   alloc_bytes=101, peak_bytes=1111)
        self.check(f.functions["B"], calls=2, primitive_calls=1, total_alloc_bytes=1110,
                   alloc_bytes=1010, peak_bytes=1110)
        self.assertEqual(f.functions["B"]["callers"], {
            "A": {"calls": 2, "primitive_calls": 1, "alloc_bytes": 1010,
                  "total_alloc_bytes": 1110}})
        level = (("<program>", None), ("A", "<program>"), ("B", "A"))
        self.check(f.paths[level, ("A", "B")], calls=1, alloc_bytes=100)
        self.check(f.paths[level, ("B", "A")], calls=1, alloc_bytes=1000)

    def test_a_level_keeps_the_caller(self):
        f = figures("+A +B +C -C +A +C -C -A -B -A")
        ab = (("<program>", None), ("A", "<program>"), ("B", "A"))
        self.assertIn((ab + (("C", "B"),), None), f.paths)
        self.assertIn((ab + (("C", "A"),), None), f.paths)
        self.assertEqual(f.functions["C"]["callers"].keys(), {"A", "B"})

    def test_recursion_177_times(self):
        f = figures("+D " + "+A a%s:8 " * 177 % tuple(range(177)) + "-A " * 177 + "-D")
        self.check(f.functions["A"], calls=177, primitive_calls=1, alloc_bytes=1416,
                   total_alloc_bytes=1416, peak_bytes=1416, retained_bytes=1416)
        self.assertEqual(f.functions["A"]["callers"]["D"]["calls"], 1)
        self.assertEqual(f.functions["A"]["callers"]["A"]["calls"], 176)
        self.assertEqual(len(f.paths), 4)

    def test_freed_by_another_function(self):
        f = figures("+A a:40 -A +B ~a -B")
        self.check(f.functions["A"], frees=0, leaked_blocks=0, retained_bytes=40, temp_allocs=1)
        self.check(f.functions["B"], frees=1, freed_bytes=40, retained_bytes=-40, temp_allocs=0)

    def test_realloc_is_a_free_and_an_allocation(self):
        f = figures("+A a:100 -A +B a>b:300 -B")
        self.check(f.totals, allocs=2, alloc_bytes=400, frees=1, freed_bytes=100, peak_bytes=300)
        self.check(f.functions["A"], own_peak_bytes=100, at_peak_bytes=0, leaked_bytes=0,
                   temp_allocs=1)
        self.check(f.functions["B"], own_peak_bytes=300, peak_bytes=200, freed_bytes=100,
                   retained_bytes=200, leaked_bytes=300, temp_allocs=0)

    def test_realloc_that_shrinks(self):
        f = figures("+A a:100 +B a>a:10 -B -A")
        self.check(f.functions["B"], peak_bytes=0, retained_bytes=-90, alloc_bytes=10)
        self.check(f.totals, peak_bytes=100, leaked_bytes=10)

    def test_temporaries(self):
        f = figures("+A a:1 ~a b:1 c:1 ~b ~c d:0 e:0 ~d -A ~e")
        # a at once, c though b went first, e from outside; before ~b and ~d others were made.
        self.check(f.functions["A"], temp_allocs=3, allocs=5)

    def test_at_peak_ties_are_the_first(self):
        f = figures("+A a:60 -A +B b:40 ~b -B +C c:40 z:0 -C")
        self.check(f.totals, peak_bytes=100)
        self.check(f.functions["A"], at_peak_bytes=60, at_peak_blocks=1)
        self.check(f.functions["B"], at_peak_bytes=40, total_at_peak_bytes=40)
        self.check(f.functions["C"], at_peak_bytes=0, at_peak_blocks=0, leaked_blocks=2)

    def test_empty_blocks(self):
        f = figures("+A z:0 -A")
        self.check(f.totals, allocs=1, peak_bytes=0, leaked_blocks=1, leaked_bytes=0)
        self.check(f.functions["A"], at_peak_blocks=0, peak_bytes=0, leaked_blocks=1)
        f = figures("+A z:0 a:1 y:0 -A")
        self.check(f.functions["A"], at_peak_blocks=2, at_peak_bytes=1)

    def test_total_at_peak_counts_each_block_once(self):
        f = figures("+A +B a:10 +A b:20 +B c:40 -B -A -B -A")
        self.check(f.functions["A"], total_at_peak_bytes=70, at_peak_bytes=20)
        self.check(f.functions["B"], total_at_peak_bytes=70, at_peak_bytes=50)

    def test_longjmp(self):
        f = figures("+A +B b:5 +C c:7 jump:1 a:1 -A")
        self.assertEqual(f.run.closed, 2)
        self.check(f.functions["A"], alloc_bytes=1, peak_bytes=13, retained_bytes=13)
        self.check(f.functions["B"], calls=1, open_calls=0, peak_bytes=12, retained_bytes=12)
        self.check(f.functions["C"], open_calls=0, retained_bytes=7)

    def test_exception(self):
        f = figures("+A +B b:5 +C catch:2 ~b catch:1 -A")
        self.assertEqual(f.run.closed, 1)  # only C, which has no landing pads
        self.check(f.functions["B"], frees=1, retained_bytes=0, temp_allocs=1)

    def test_return_without_exit_event(self):
        f = figures("+A +B b:5 back:1 a:1 back:0 p:1")
        self.assertEqual(f.run.closed, 0)
        self.check(f.functions["A"], alloc_bytes=1, retained_bytes=6)
        self.check(f.functions["<program>"], alloc_bytes=1)

    def test_open_at_the_end(self):
        f = figures("+A a:5 +B b:7")
        self.check(f.functions["A"], open_calls=1, peak_bytes=12, retained_bytes=12)
        self.check(f.functions["B"], open_calls=1, peak_bytes=7, calls=1)
        self.assertEqual(f.run.closed, 0)

    def test_lines(self):
        f = figures("+A @10 a:5 @12 b:7 ~a @10 c:9 +B @30 d:1 -B e:3 -A p:1")
        line = {k[1]: v for k, v in f.lines.items()}
        self.assertEqual(set(f.lines), {("x.c", 10, "A"), ("x.c", 12, "A"), ("x.c", 30, "B")})
        # e is A's again, under the call of line 10; live at the end and at the peak: c and e.
        self.check(line[10], allocs=3, alloc_bytes=17, live_bytes=12, live_blocks=2,
                   at_peak_bytes=12, at_peak_blocks=2, own_peak_bytes=12)
        self.check(line[30], allocs=1, own_peak_bytes=1)

    def test_sizes(self):
        f = figures("p:7 +A z:0 a:1 b:2 c:3 d:4 +B e:1023 f:1024 -B -A")
        def of(*rows):
            return [dict(zip(("from", "allocs", "alloc_bytes"), row)) for row in rows]
        self.check(f.functions["A"], sizes=of((0, 1, 0), (1, 1, 1), (2, 2, 5), (4, 1, 4)))
        self.check(f.functions["B"], sizes=of((512, 1, 1023), (1024, 1, 1024)))
        self.check(f.totals, sizes=of((0, 1, 0), (1, 1, 1), (2, 2, 5), (4, 2, 11), (512, 1, 1023),
                                      (1024, 1, 1024)))

    def test_threads(self):
        f = figures("+A a:10 start:1 thread:1 t:100 +B b:5 ~a -B end thread:0 ~b c:1 -A")
        self.check(f.totals, threads=2, peak_bytes=115, calls=2, primitive_calls=2)
        # b left the net of thread 1 after its end; a left A's when thread 1 freed it.
        self.check(f.functions["A"], peak_bytes=10, retained_bytes=1, alloc_bytes=11,
                   total_alloc_bytes=116, frees=1)
        self.check(f.functions["B"], peak_bytes=5, retained_bytes=5, freed_bytes=10)
        self.check(f.functions["<thread>"], calls=1, peak_bytes=105, alloc_bytes=100,
                   retained_bytes=105, total_alloc_bytes=105)
        self.check(f.functions["<program>"], peak_bytes=10, retained_bytes=1)
        level = (("<program>", None), ("A", "<program>"), ("<thread>", "A"), ("B", "<thread>"))
        self.assertIn((level, None), f.paths)
        self.check(f.functions["A"], temp_allocs=0)  # another thread freed it

    def test_coroutines_count_as_threads(self):
        f = figures("+A coroutine:1 thread:1 +B b:5 thread:0 ~b a:1 thread:1 c:2 ~c thread:0 -A")
        self.check(f.totals, threads=1, calls=2, primitive_calls=2)
        self.check(f.functions["<coroutine>"], calls=1, total_allocs=2, peak_bytes=5)
        # b is gone from B's net when c comes; another stack freed it, so it was no temporary.
        self.check(f.functions["B"], peak_bytes=5, retained_bytes=0, open_calls=1, temp_allocs=1)
        self.check(f.functions["A"], frees=1, total_allocs=3, peak_bytes=1, retained_bytes=1)

    def test_a_function_above_its_own_thread(self):
        f = figures("+A start:1 thread:1 +A a:10 -A end thread:0 -A")
        self.check(f.functions["A"], primitive_calls=2, total_allocs=1, total_alloc_bytes=10)
        self.assertEqual(sum(e["total_alloc_bytes"]
                             for e in f.functions["A"]["callers"].values()), 10)


if __name__ == "__main__":
    unittest.main()
