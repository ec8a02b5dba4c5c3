# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Calls and blocks counted by brute force over whole stacks, with no levels, accounts or shards:
what figures mean, word by word, against which memreport's are held."""

from profile_image import OFF

FIGURES = ["calls", "primitive_calls", "open_calls", "self_ns", "total_ns", "min_ns", "max_ns",
           "allocs", "alloc_bytes", "total_allocs", "total_alloc_bytes", "frees", "freed_bytes",
           "peak_bytes", "own_peak_bytes", "at_peak_bytes", "at_peak_blocks", "total_at_peak_bytes",
           "retained_bytes", "leaked_bytes", "leaked_blocks", "temp_allocs"]
EDGE = ["calls", "primitive_calls", "self_ns", "total_ns", "alloc_bytes", "total_alloc_bytes"]


class Activation:
    def __init__(self, function, caller, primitive, net):
        self.function, self.caller, self.primitive = function, caller, primitive
        self.ns, self.net, self.peak = 0, net, 0


class Model:
    def __init__(self):
        self.names, self.figures, self.edges = [], [], {}
        self.stacks, self.above, self.nets, self.last = {}, {}, {}, {}
        self.blocks, self.own_live, self.peak, self.at_peak = {}, {}, 0, {}

    def function(self, linkage):
        self.names.append(linkage)
        self.figures.append(dict.fromkeys(FIGURES, 0, ) | {"min_ns": None, "max_ns": None})

    def stack(self, number, above, pseudo):
        caller = above[-1].function if above else None
        self.stacks[number] = [Activation(pseudo, caller, True, 0)]
        self.above[number], self.nets[number], self.last[number] = above, 0, None
        self._begun(self.stacks[number][0])

    def path_of(self, number):
        return self.above[number] + list(self.stacks[number])

    def edge(self, activation):
        key = (activation.function, activation.caller)
        return self.edges.setdefault(key, dict.fromkeys(EDGE, 0))

    def _begun(self, activation):
        for figures in self._both(activation):
            figures["calls"] += 1
            figures["primitive_calls"] += activation.primitive

    def _both(self, activation):
        yield self.figures[activation.function]
        if activation.caller is not None:
            yield self.edge(activation)

    def enter(self, number, function):
        stack = self.stacks[number]
        primitive = all(a.function != function for a in stack)
        stack.append(Activation(function, stack[-1].function, primitive, self.nets[number]))
        self._begun(stack[-1])

    def leave(self, number):
        activation = self.stacks[number].pop()
        figures = self.figures[activation.function]
        known = [figures["min_ns"], figures["max_ns"], activation.ns]
        figures["min_ns"] = min(n for n in known if n is not None)
        figures["max_ns"] = max(n for n in known if n is not None)
        self._ended(activation, number)

    def _ended(self, activation, number):
        figures = self.figures[activation.function]
        figures["peak_bytes"] = max(figures["peak_bytes"], activation.peak)
        if activation.primitive:
            figures["retained_bytes"] += self.nets[number] - activation.net

    def wait(self, numbers, ticks):
        for number in numbers:
            stack = self.stacks[number]
            for figures in self._both(stack[-1]):
                figures["self_ns"] += ticks
            for activation in stack:
                activation.ns += ticks
                if activation.primitive:
                    for figures in self._both(activation):
                        figures["total_ns"] += ticks

    def _first_on_path(self, path):
        seen = set()
        for activation in path:
            if activation.function not in seen:
                seen.add(activation.function)
                yield activation

    def allocate(self, number, block, size, location):
        path = self.path_of(number)
        function = path[-1].function
        for figures in self._both(path[-1]):
            figures["alloc_bytes"] += size
        self.figures[function]["allocs"] += 1
        for activation in self._first_on_path(path):
            self.figures[activation.function]["total_allocs"] += 1
            for figures in self._both(activation):
                figures["total_alloc_bytes"] += size
        chain = [a.function for a in self._first_on_path(path)]
        self.blocks[block] = (size, function, chain, number)
        self.last[number] = block
        self._net(number, size)
        self.own_live[function] = self.own_live.get(function, 0) + size
        figures = self.figures[function]
        figures["own_peak_bytes"] = max(figures["own_peak_bytes"], self.own_live[function])
        live = sum(b[0] for b in self.blocks.values())
        if live > self.peak:
            self.peak, self.at_peak = live, dict(self.blocks)

    def _net(self, number, change):
        self.nets[number] += change
        for activation in self.stacks[number]:
            activation.peak = max(activation.peak, self.nets[number] - activation.net)

    def free(self, number, block):
        size, function, _, owner = self.blocks.pop(block)
        figures = self.figures[self.stacks[number][-1].function]
        figures["frees"] += 1
        figures["freed_bytes"] += size
        if self.last[number] is block:
            self.figures[function]["temp_allocs"] += 1
        self.own_live[function] -= size
        self._net(owner, -size)

    def finish(self):
        """Ends what is open; then the figures by linkage name, and the edges by pairs of them."""
        for number, stack in self.stacks.items():
            for activation in stack:
                self._ended(activation, number)
                self.figures[activation.function]["open_calls"] += activation.function > OFF
        for blocks, key in ((self.blocks, "leaked"), (self.at_peak, "at_peak")):
            for size, function, chain, _ in blocks.values():
                self.figures[function][key + "_bytes"] += size
                self.figures[function][key + "_blocks"] += 1
                if key == "at_peak":
                    for above in chain:
                        self.figures[above]["total_at_peak_bytes"] += size
        edges = {(self.names[f], self.names[c]): v for (f, c), v in self.edges.items()}
        return dict(zip(self.names, self.figures)), edges
