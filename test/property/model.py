# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What every figure of a profile must be, from the list of a program's events.

Everything is kept: each activation with its whole stack, each block with when it was born and died.
Then each figure is its definition, worked out over all moments and all live blocks. It is slow and
plain on purpose, and it knows nothing of how the runtime does it.
"""

from collections import defaultdict

PROGRAM, THREAD, COROUTINE = PSEUDO = "<program>", "<thread>", "<coroutine>"


class Activation:
    def __init__(self, function, parent, thread, depth, start):
        self.function = function
        self.parent = parent  # what was current; of a thread's first, what started it
        self.thread, self.depth, self.start = thread, depth, start
        self.end = None
        self.line = 0         # of the call under way
        self.chain = (parent.chain if parent else []) + [self]
        self.stack = [self] if function in PSEUDO else parent.stack + [self]

    def primitive(self):
        return all(a.function != self.function for a in self.stack[:-1])

    def caller(self):
        return self.parent.function if self.parent else None

    def level(self):
        """The first activation of each function of the stack, with its caller; what started a
        thread is above the thread's own."""
        base = self.stack[0].parent
        steps = list(base.level()) if base else []
        seen = set()
        for a in self.stack:
            if a.function not in seen:
                steps.append((a.function, a.caller()))
                seen.add(a.function)
        return tuple(steps)

    def path(self):
        """Its path: the level, and whether and over which edge it is a repetition."""
        nested = None if self.primitive() else (self.function, self.caller())
        return (self.level(), nested)


class Block:
    def __init__(self, size, owner, thread, born):
        self.size, self.owner, self.thread, self.born = size, owner, thread, born
        self.line = owner.line
        self.died = None
        self.temporary = False


class Run:
    """The events of one run, replayed into activations, blocks and frees."""

    def __init__(self, events, functions):
        self.functions = functions  # number -> {"name", "file", "line", "instrumented", "pads"}
        self.activations, self.blocks, self.frees = [], [], []
        self.closed = 0             # frames closed without their exit
        self.live = {}              # address -> Block
        self.latest = {}            # thread -> its latest allocation, until it frees something
        self.top = {0: self.begin(PROGRAM, None, 0, 0, -1)}
        self.threads = 1
        self.now = -1
        for self.now, event in enumerate(events):
            getattr(self, "on_" + event.kind)(event)
        for a in self.activations:
            a.open = a.end is None
            if a.open:
                a.end = self.now

    def begin(self, function, parent, thread, depth, now):
        a = Activation(function, parent, thread, depth, now)
        self.activations.append(a)
        return a

    def pop(self, thread):
        self.top[thread].end = self.now
        self.top[thread] = self.top[thread].parent

    def pop_below(self, thread, depth, why):
        """Ends what is deeper than depth; returns what of it had no chance to run its exit."""
        while self.top[thread].depth > depth:
            facts = self.functions[self.top[thread].function]
            if why == "J" or (why == "C" and not facts["pads"]):
                self.closed += 1
            self.pop(thread)

    def on_E(self, e):
        if not self.functions[e.function]["instrumented"]:
            raise ValueError(f"event {self.now}: a function that is not instrumented was entered")
        if self.top[e.thread].depth >= e.a:
            raise ValueError(f"event {self.now}: depth {e.a} below {self.top[e.thread].depth}")
        self.top[e.thread] = self.begin(e.function, self.top[e.thread], e.thread, e.a, self.now)

    def on_X(self, e):
        top = self.top[e.thread]
        if top.function != e.function or top.depth != e.a:
            raise ValueError(f"event {self.now}: exit of {e.function} in {top.function}")
        self.pop(e.thread)

    def on_P(self, e):
        self.pop_below(e.thread, e.a, "P")

    def on_J(self, e):
        self.pop_below(e.thread, e.a, "J")

    def on_C(self, e):
        self.pop_below(e.thread, e.a, "C")

    def on_L(self, e):
        if self.top[e.thread].function != e.function:
            raise ValueError(f"event {self.now}: line of {e.function}, which is not current")
        self.top[e.thread].line = e.a

    def on_A(self, e):
        block = Block(e.b, self.top[e.thread], e.thread, self.now)
        if e.a in self.live:
            raise ValueError(f"event {self.now}: block {e.a:#x} is live already")
        self.live[e.a] = block
        self.blocks.append(block)
        self.latest[e.thread] = block

    def on_F(self, e):
        block = self.live.pop(e.a)
        block.died = self.now
        block.temporary = self.latest.get(e.thread) is block
        self.frees.append((self.top[e.thread], block))

    def on_S(self, e):
        """Changes nothing: what is then is told by a run of the events up to here."""

    def on_T(self, e):
        base = self.begin(THREAD, self.top[e.thread], e.a, 0, self.now)
        self.top[e.a] = base
        self.threads += 1

    def on_K(self, e):
        self.top[e.a] = self.begin(COROUTINE, self.top[e.thread], e.a, 0, self.now)

    def on_Z(self, e):
        self.pop_below(e.thread, 0, "P")
        self.top[e.thread].end = self.now


class Sums:
    """The live bytes of a run at each moment, and of each function, line and thread."""

    def __init__(self, run):
        self.moments = sorted({b.born for b in run.blocks} |
                              {b.died for b in run.blocks if b.died is not None})
        born = {b.born: b for b in run.blocks}
        died = {b.died: b for b in run.blocks if b.died is not None}
        self.peak, self.at_peak = 0, set()
        self.totals = []
        self.own_peak, self.line_peak = defaultdict(int), defaultdict(int)
        self.net = {thread: [] for thread in {b.thread for b in run.blocks}}
        live = set()
        for t in self.moments:
            if t in born:
                live.add(born[t])
            else:
                live.remove(died[t])
            self.look(live)

    def look(self, live):
        total, net = 0, defaultdict(int)
        functions, lines = defaultdict(int), defaultdict(int)
        for b in live:
            total += b.size
            net[b.thread] += b.size
            functions[b.owner.function] += b.size
            lines[place(b)] += b.size
        self.totals.append(total)
        if total > self.peak:
            self.peak, self.at_peak = total, set(live)
        for f, size in functions.items():
            self.own_peak[f] = max(self.own_peak[f], size)
        for line, size in lines.items():
            self.line_peak[line] = max(self.line_peak[line], size)
        for thread, series in self.net.items():
            series.append(net[thread])

    def near_peak(self, slack):
        """The moments whose total is within slack of the peak, the highest first."""
        near = [(-total, t) for t, total in zip(self.moments, self.totals)
                if total >= self.peak - slack]
        return [t for _, t in sorted(near)]

    def nets(self, a):
        """(net when a began, highest net while it ran, net when it ended), of its own thread."""
        series = self.net.get(a.thread)
        if series is None:
            return 0, 0, 0
        during = [n for t, n in zip(self.moments, series) if a.start < t <= a.end]
        before = [n for t, n in zip(self.moments, series) if t <= a.start]
        start = before[-1] if before else 0
        return start, max([start] + during), during[-1] if during else start


def place(block):
    return (block.owner.function, block.line)


class Figures:
    """Every figure but the times.

    What was live at the peak is, with at given, what was live at that moment."""

    def __init__(self, run, at=None):
        self.run, self.sums = run, Sums(run)
        if at is not None:
            self.sums.at_peak = {b for b in run.blocks
                                 if b.born <= at and (b.died is None or b.died > at)}
        self.needs = {a: self.sums.nets(a) for a in run.activations}
        self.names = {f: f for f in PSEUDO}
        self.names.update({i: f["name"] for i, f in run.functions.items() if f["instrumented"]})
        self.functions = {self.names[f]: self.of_function(f) for f in self.names}
        self.paths = self.of_paths()
        self.lines = self.of_lines()
        self.totals = self.of_process()

    def own(self, activations):
        """What adds up over any set of activations: what they did while current."""
        blocks = [b for b in self.run.blocks if b.owner in activations]
        freed = [b for by, b in self.run.frees if by in activations]
        leaked = [b for b in blocks if b.died is None]
        at_peak = [b for b in blocks if b in self.sums.at_peak]
        return {
            "calls": len(activations),
            "primitive_calls": sum(a.primitive() for a in activations),
            "open_calls": sum(a.open for a in activations),
            "allocs": len(blocks), "alloc_bytes": size(blocks),
            "frees": len(freed), "freed_bytes": size(freed),
            "at_peak_bytes": size(at_peak), "at_peak_blocks": len(at_peak),
            "leaked_bytes": size(leaked), "leaked_blocks": len(leaked),
            "temp_allocs": sum(b.temporary for b in blocks),
            "peak_bytes": max([high - start for start, high, _ in
                               (self.needs[a] for a in activations)], default=0),
        }

    def retained(self, activations):
        return sum(self.needs[a][2] - self.needs[a][0] for a in activations)

    def certain_peak(self):
        """Between what the peak of the process lies, whatever the order between threads was."""
        blocks = self.run.blocks
        low = max([size(b for b in blocks if b.died is None)] + [b.size for b in blocks])
        return low, sum(max(series, default=0) for series in self.sums.net.values())

    def of_function(self, f):
        activations = {a for a in self.run.activations if a.function == f}
        figures = self.own(activations)
        under = [b for b in self.run.blocks if any(a.function == f for a in b.owner.chain)]
        figures.update({
            "total_allocs": len(under), "total_alloc_bytes": size(under),
            "total_at_peak_bytes": size(b for b in under if b in self.sums.at_peak),
            "own_peak_bytes": self.sums.own_peak[f],
            "retained_bytes": self.retained(a for a in activations if a.primitive()),
            "callers": self.of_callers(f, activations),
            "sizes": by_size(b for b in self.run.blocks if b.owner in activations),
        })
        return figures

    def of_callers(self, f, activations):
        callers = {}
        for caller in {a.caller() for a in activations} - {None}:
            edge = {a for a in activations if a.caller() == caller}
            own = self.own(edge)
            total = [b for b in self.run.blocks if outermost(b, f) in edge]
            callers[self.names[caller]] = {
                "calls": own["calls"], "primitive_calls": own["primitive_calls"],
                "alloc_bytes": own["alloc_bytes"], "total_alloc_bytes": size(total)}
        return callers

    def of_paths(self):
        groups = defaultdict(set)
        for a in self.run.activations:
            groups[a.path()].add(a)
        paths = {}
        for (level, nested), activations in groups.items():
            figures = self.own(activations)
            figures["retained_bytes"] = self.retained(activations)
            paths[self.path_name(level, nested)] = figures
        return paths

    def path_name(self, level, nested):
        def step(s):
            return self.names[s[0]], self.names.get(s[1])
        return tuple(map(step, level)), nested and step(nested)

    def of_lines(self):
        lines = {}
        for key in {place(b) for b in self.run.blocks}:
            function, line = key
            if function in PSEUDO:
                continue
            blocks = [b for b in self.run.blocks if place(b) == key]
            leaked = [b for b in blocks if b.died is None]
            at_peak = [b for b in blocks if b in self.sums.at_peak]
            file = self.run.functions[function]["file"]
            lines[(file, line, self.names[function])] = {
                "allocs": len(blocks), "alloc_bytes": size(blocks),
                "live_bytes": size(leaked), "live_blocks": len(leaked),
                "at_peak_bytes": size(at_peak), "at_peak_blocks": len(at_peak),
                "own_peak_bytes": self.sums.line_peak[key]}
        return lines

    def of_process(self):
        everything = [a for a in self.run.activations if a.function not in PSEUDO]
        blocks = self.run.blocks
        leaked = [b for b in blocks if b.died is None]
        freed = [b for _, b in self.run.frees]
        return {
            "allocs": len(blocks), "alloc_bytes": size(blocks),
            "frees": len(freed), "freed_bytes": size(freed),
            "peak_bytes": self.sums.peak,
            "leaked_bytes": size(leaked), "leaked_blocks": len(leaked),
            "threads": self.run.threads, "calls": len(everything),
            "primitive_calls": sum(a.primitive() for a in everything),
            "sizes": by_size(blocks)}


def size(blocks):
    return sum(b.size for b in blocks)


def by_size(blocks):
    """How many blocks there are from each power of two up to the next; those of no bytes apart."""
    classes = defaultdict(list)
    for b in blocks:
        first = min(b.size, 1)
        while first and first * 2 <= b.size:
            first *= 2
        classes[first].append(b)
    return [{"from": first, "allocs": len(classes[first]), "alloc_bytes": size(classes[first])}
            for first in sorted(classes)]


def outermost(block, function):
    """The activation of function that the block counts under, once, whatever its depth."""
    return next((a for a in block.owner.chain if a.function == function), None)
