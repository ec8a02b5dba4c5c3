# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A machine that runs made-up programs, and two independent accounts of them.

Machine takes events (enter, leave, allocate, free, threads) and keeps the counters that the runtime
keeps, by levels and accounts, in a file of format.h. Beside them it keeps a Model, which knows
nothing of levels or accounts: it follows DESIGN's definitions by brute force over whole stacks. A
test writes the file, lets memreport read it, and compares with the model.
"""

import os
import struct

MAGIC = b"\x89MemFn\r\n"
HEADER, LEAF, INT64_MAX = 4096, 64, 2**63 - 1
(STRINGS, FUNCTIONS, NODES, LOCATIONS, OWNERS, ACCOUNTS, SHARD, NODE_LEAF, ACCOUNT_LEAF, STACK,
 CREDITS, PADDING) = range(1, 13)
(MARKS, SNAPSHOTS, SNAPSHOT_ACCOUNTS, SNAPSHOT_NODES, SNAPSHOT_FRAMES, TIMELINE,
 SELECTION) = range(16, 23)
RESIDENT = 23
SIZES = 26
SNAPSHOT_NARROW, NARROW_ACCOUNTS, NARROW_NODES = range(27, 30)
RUNNING, EXITED, SIGNALLED, REPLACED, MOVED = range(5)
TSC, MONOTONIC, CPU = range(3)
PSEUDOS = ["<program>", "<thread>", "<coroutine>", "<more>", "<off>"]
PROGRAM, THREAD, COROUTINE, MORE, OFF = range(5)
NESTED = 2
BASE = 0x7F0000000000  # where the file lies in the process


class Node:
    def __init__(self, index, level, caller, function, nested):
        self.index, self.level, self.caller = index, level, caller
        self.function, self.nested = function, nested
        self.next, self.accounts = {}, {}


class Counters:
    """Of a node, in a shard."""

    def __init__(self):
        self.calls = self.self_ticks = self.max_ticks = self.peak = self.retained = 0
        self.min_ticks = INT64_MAX
        self.frees = self.freed_bytes = self.temp = self.total = 0

    def pack(self):
        return struct.pack("<QQqqqq16xQQQQ32x", self.calls, self.self_ticks, self.min_ticks,
                           self.max_ticks, self.peak, self.retained, self.frees, self.freed_bytes,
                           self.temp, self.total)

    @staticmethod
    def noted(counters):
        total = lambda key: sum(getattr(c, key) for c in counters)
        return struct.pack("<QQqqqqQQQ", total("calls"), total("self_ticks"),
                           min(c.min_ticks for c in counters), max(c.max_ticks for c in counters),
                           max(c.peak for c in counters), total("retained"), total("frees"),
                           total("freed_bytes"), total("temp"))


class AccountCounters:
    def __init__(self):
        self.allocs = self.alloc_bytes = self.freed = self.freed_bytes = 0
        self.at_peak_bytes = self.at_peak_blocks = self.peak_number = 0

    def pack(self):
        return struct.pack("<QQQQqqQ8x", self.allocs, self.alloc_bytes, self.freed,
                           self.freed_bytes, self.at_peak_bytes, self.at_peak_blocks,
                           self.peak_number)

    @staticmethod
    def noted(counters):
        return struct.pack("<4Q", *(sum(getattr(c, key) for c in counters) for key in
                                    ("allocs", "alloc_bytes", "freed", "freed_bytes")))


class Notes:
    """What is noted under way, as entries of tables; the labels are not laid out yet."""

    def __init__(self):
        self.marks, self.snapshots, self.points = [], [], []
        self.accounts, self.nodes, self.frames = [], [], []
        self.narrow, self.narrow_accounts, self.narrow_nodes = [], [], []
        self.choices = []


# Entries of snapshots: with any figures, and with figures that fit into 32 bits.
ENTRIES = {"accounts": ("<4Q", "<5I"), "nodes": ("<QQqqqqQQQ", "<6Ii3I")}


class Shard:
    def __init__(self, number, start, name):
        self.number, self.start, self.name = number, start, name
        self.nodes, self.accounts = {}, {}


class Owner:
    def __init__(self, function, location=0):
        self.function, self.location, self.live, self.peak = function, location, 0, 0


class Frame:
    def __init__(self, node, start, net):
        self.node, self.start, self.child, self.net, self.high = node, start, 0, net, net
        self.site = 0


class Stack:
    def __init__(self, number, shard, above):
        self.number, self.shard, self.above = number, shard, above
        self.frames, self.net, self.freed_by_others, self.live = [], 0, 0, True
        self.last_alloc, self.last_pop = None, 0

    def effective(self):
        return self.net - self.freed_by_others


class Block:
    def __init__(self, size, account, stack, owners):
        self.size, self.account, self.stack, self.owners = size, account, stack, owners


class Machine:
    def __init__(self, command=("./program",), clock=MONOTONIC, start=1000, rate=1, pid=4242):
        self.command, self.clock, self.pid, self.rate = list(command), clock, pid, rate
        self.start = self.now = start
        self.functions, self.locations = [], [None]
        self.nodes, self.accounts, self.owners = [], [], [Owner(0)]
        self.shards, self.stacks = [], []
        self.live, self.peak_number, self.largest, self.hook_ps = 0, 0, 0, 21000
        self.header = {}
        self.model = Model()
        self.own, self.location_owners = [], {}
        self.notes, self.known, self.residents = Notes(), {}, {}
        self.sizes = {}  # account: allocations and bytes by class
        for name in PSEUDOS:
            self.function(name, "~", 0)
        root = self.node(0, 0, PROGRAM, False)
        self.account(root, 0)
        self.account(root, 0)  # account 0 belongs to no node
        self.main = self._stack(root, [], "main")

    # What is there.

    def function(self, name, file="main.c", line=1, pretty=None, linkage=None):
        self.functions.append((name, pretty or name + "()", linkage or name, file, line))
        self.owners.append(Owner(len(self.functions) - 1))
        self.own.append(len(self.owners) - 1)
        self.model.function(linkage or name)
        return len(self.functions) - 1

    def location(self, file, line, kind=None, guess=False):
        self.locations.append((file, line, kind, int(guess)))
        return len(self.locations) - 1

    def node(self, level, caller, function, nested):
        self.nodes.append(Node(len(self.nodes), level, caller, function, nested))
        return self.nodes[-1]

    def account(self, node, location):
        if (location or 0) in node.accounts:
            index = len(self.accounts)
        else:
            index = node.accounts[location] = len(self.accounts)
        owner = self.own[node.function]
        if location:
            key = (node.function, location)
            if key not in self.location_owners:
                self.owners.append(Owner(node.function, location))
                self.location_owners[key] = len(self.owners) - 1
            owner = self.location_owners[key]
        self.accounts.append((node.index, location, owner))
        node.accounts[location] = index
        return index

    def _stack(self, node, above, name):
        shard = next((s for s in self.shards if s.start == node.index
                      and not any(t.live and t.shard is s for t in self.stacks)), None)
        if not shard:
            shard = Shard(len(self.shards), node.index, name)
            self.shards.append(shard)
        stack = Stack(len(self.stacks), shard, above)
        stack.frames.append(Frame(node, self.now, 0))
        self._counters(stack, node).calls += 1
        self.stacks.append(stack)
        self.model.stack(stack.number, above, node.function)
        return stack

    def _counters(self, stack, node):
        return stack.shard.nodes.setdefault(node.index, Counters())

    # What happens.

    def wait(self, ticks):
        self.now += ticks
        self.model.wait([s.number for s in self.stacks if s.live], ticks)

    def enter(self, stack, function):
        current = stack.frames[-1].node
        level = current if not current.nested else self.nodes[current.level]
        on_path = False
        at = level
        while True:
            on_path |= at.function == function
            if at.index == 0 or at.function in (THREAD, COROUTINE):
                break
            at = self.nodes[at.level]
        key = (level.index, current.function, function, on_path)
        node = level.next.get(key)
        if not node:
            node = level.next[key] = self.node(level.index, current.index, function, on_path)
        stack.frames.append(Frame(node, self.now, stack.effective()))
        self._counters(stack, node).calls += 1
        self.model.enter(stack.number, function)

    def leave(self, stack):
        frame = stack.frames.pop()
        total = self.now - frame.start
        c = self._counters(stack, frame.node)
        c.self_ticks += total - frame.child
        c.total += total
        c.min_ticks, c.max_ticks = min(c.min_ticks, total), max(c.max_ticks, total)
        c.peak = max(c.peak, frame.high - frame.net)
        c.retained += stack.effective() - frame.net
        stack.last_pop = self.now
        if stack.frames:
            stack.frames[-1].child += total
            stack.frames[-1].high = max(stack.frames[-1].high, frame.high)
        self.model.leave(stack.number)

    def _touch(self, stack, account):
        c = stack.shard.accounts.setdefault(account, AccountCounters())
        if c.peak_number != self.peak_number:
            c.at_peak_bytes = c.alloc_bytes - c.freed_bytes
            c.at_peak_blocks = c.allocs - c.freed
            c.peak_number = self.peak_number
        return c

    def allocate(self, stack, size, location=0):
        frame = stack.frames[-1]
        node = frame.node
        account = node.accounts.get(location)
        if account is None:
            account = self.account(node, location)
        owners = {0, self.own[node.function], self.accounts[account][2]}
        c = self._touch(stack, account)
        c.allocs += 1
        c.alloc_bytes += size
        stack.net += size
        frame.high = max(frame.high, stack.effective())
        self.largest = max(self.largest, size)
        sizes = self.sizes.setdefault(account, ([0] * 40, [0] * 40))
        sizes[0][size.bit_length()] += 1
        sizes[1][size.bit_length()] += size
        for index in owners:
            owner = self.owners[index]
            owner.live += size
            if owner.live > owner.peak:
                owner.peak = owner.live
                if index == 0:
                    self.peak_number += 1
        block = Block(size, account, stack, owners)
        stack.last_alloc = block
        self.model.allocate(stack.number, block, size, location)
        return block

    def free(self, stack, block):
        node = stack.frames[-1].node
        c = self._counters(stack, node)
        c.frees += 1
        c.freed_bytes += block.size
        if stack.last_alloc is block:
            c_owner = self._counters(stack, self.nodes[self.accounts[block.account][0]])
            c_owner.temp += 1
        a = self._touch(stack, block.account)
        a.freed += 1
        a.freed_bytes += block.size
        if block.stack is stack:
            stack.net -= block.size
        else:
            block.stack.freed_by_others += block.size
        for index in block.owners:
            self.owners[index].live -= block.size
        self.model.free(stack.number, block)

    def start_thread(self, stack, name="worker", kind=THREAD):
        current = stack.frames[-1].node
        level = current if not current.nested else self.nodes[current.level]
        key = (level.index, current.index, kind, False)
        node = level.next.get(key)
        if not node:
            node = level.next[key] = self.node(level.index, current.index, kind, False)
        return self._stack(node, self.model.path_of(stack.number), name)

    def end_thread(self, stack):
        while stack.frames:
            self.leave(stack)
        stack.live = False

    def resident(self, stack, rss, vms, shared):
        """The system's figures have changed, by so much, in the current call."""
        at = stack.frames[-1].node.index
        self.residents[at] = tuple(map(sum, zip(self.residents.get(at, (0, 0, 0)),
                                                (rss, vms, shared))))

    def mark(self, label, rss=0, peak_rss=0, user=0, system=0, swap=0, vms=0, shared=0):
        allocs, alloc_bytes = self._sums()
        self.notes.marks.append((label, struct.pack(
            "<9Q2q2Q16x", self.now, self._ns(self.now), user, system, rss, peak_rss, swap, vms,
            shared, self.owners[0].live, self.owners[0].peak, allocs, alloc_bytes)))

    def choice(self, list_, line, text, matched, decided, section=0, modules=1):
        """A line of a list that the program was compiled with."""
        self.notes.choices.append((text, list_, struct.pack(
            "<IIQQQ8x", line, section, matched, decided, modules)))

    def point(self, rss=0):
        self.notes.points.append(struct.pack(
            "<Qqq3Q", self._ns(self.now), self.owners[0].live, self.owners[0].peak, rss,
            *self._sums()))

    def snapshot(self, label, cause=0, cost=0, rss=0):
        """What has changed since the last one, and the open frames."""
        n = self.notes
        first = len(n.accounts), len(n.nodes), len(n.frames)
        narrow = len(n.narrow_accounts), len(n.narrow_nodes)
        for kind in ENTRIES:
            sums = {}
            for shard in self.shards:
                for index, c in getattr(shard, kind).items():
                    sums.setdefault(index, []).append(c)
            for index, counters in sorted(sums.items()):
                entry = type(counters[0]).noted(counters)
                if self.known.get((kind, index)) != entry:
                    self._note_entry(kind, index, entry)
                self.known[kind, index] = entry
        for stack in self.stacks:
            self._note_frames(stack)
        ranges = [v for old, new in zip(first, (n.accounts, n.nodes, n.frames))
                  for v in (old, len(new) - old)]
        n.snapshots.append((label, struct.pack(
            "<QQqqQ8I", self.now, self._ns(self.now), self.owners[0].live, self.owners[0].peak,
            cost, *ranges, cause, rss // 1024)))
        n.narrow.append(struct.pack("<4I", *(v for old, new in zip(
            narrow, (n.narrow_accounts, n.narrow_nodes)) for v in (old, len(new) - old))))

    def _note_entry(self, kind, index, entry):
        """The wide one is always right; most that fit the narrow one go there."""
        wide, narrow = ENTRIES[kind]
        try:
            small = struct.pack(narrow, index, *struct.unpack(wide, entry))
        except struct.error:
            small = None
        if small and index % 5:
            getattr(self.notes, "narrow_" + kind).append(small)
        else:
            getattr(self.notes, kind).append(struct.pack("<I4x", index) + entry)

    def _note_frames(self, stack):
        net = high = stack.effective()
        above, entries = 0, []
        for frame in reversed(stack.frames):
            total = self.now - frame.start
            high = max(high, frame.high)
            entries.append(struct.pack("<IIQQqq", frame.node.index, stack.number, total,
                                       total - frame.child - above, high - frame.net,
                                       net - frame.net))
            above = total
        self.notes.frames += reversed(entries)

    def _sums(self):
        all_ = [c for shard in self.shards for c in shard.accounts.values()]
        return sum(c.allocs for c in all_), sum(c.alloc_bytes for c in all_)

    def _ns(self, ticks):
        return int(ticks * self.rate)

    # The file.

    def write(self, path, **header):
        image = self.image(**header)
        if os.path.exists(path):
            os.unlink(path)
        with open(path, "wb") as out:
            out.write(image)

    def image(self, **changes):
        self.chunks = bytearray()
        self.text = bytearray(b"\0")
        self.strings_at = HEADER + 64
        command = self._string("\0".join(self.command)) if self.command else 0
        executable, folder = self._string("/bin/program"), self._string("/tmp")
        functions = b"".join(
            struct.pack("<QQQQIIQ16x", self._string(n), self._string(p), self._string(l),
                        self._string(f), line, 0, self.own[i])
            for i, (n, p, l, f, line) in enumerate(self.functions))
        locations = b"".join(
            struct.pack("<QIIQ8x", self._string(l[2]) if l[2] else 0, l[1], l[3], self._string(l[0]))
            if l else bytes(32) for l in self.locations)
        labelled = [[struct.pack("<Q", self._string(label)) + entry for label, entry in table]
                    for table in (self.notes.marks, self.notes.snapshots)]
        choices = [struct.pack("<QQ", self._string(text), self._string(list_)) + entry
                   for text, list_, entry in self.notes.choices]
        self._chunk(STRINGS, 0, 0, bytes(self.text))
        self._chunk(FUNCTIONS, 0, len(self.functions), functions)
        self._chunk(NODES, 0, len(self.nodes), b"".join(
            struct.pack("<IIII", n.level, n.caller, n.function, 1 + NESTED * n.nested)
            for n in self.nodes))
        self._chunk(LOCATIONS, 0, len(self.locations), locations)
        self._chunk(OWNERS, 0, len(self.owners), b"".join(
            struct.pack("<IIIIqq", o.function, o.location, 1, 0, o.live, o.peak)
            for o in self.owners))
        self._chunk(ACCOUNTS, 0, len(self.accounts), b"".join(
            struct.pack("<IIII", *a, 1) for a in self.accounts))
        for shard in self.shards:
            self._shard(shard)
        self._stacks()
        if self.residents:
            self._chunk(RESIDENT, 0, len(self.nodes), b"".join(
                struct.pack("<3q8x", *self.residents.get(i, (0, 0, 0)))
                for i in range(len(self.nodes))))
        if self.header.get("flags", 0) & 256:
            self._chunk(SIZES, 0, len(self.accounts), b"".join(
                struct.pack("<80Q", *sum(self.sizes.get(i, ([0] * 40, [0] * 40)), []))
                for i in range(len(self.accounts))))
        n = self.notes
        kinds = [*range(MARKS, SELECTION + 1), SNAPSHOT_NARROW, NARROW_ACCOUNTS, NARROW_NODES]
        for kind, entries in zip(kinds, labelled + [
                n.accounts, n.nodes, n.frames, n.points, choices, n.narrow, n.narrow_accounts,
                n.narrow_nodes]):
            if entries:
                self._chunk(kind, 0, len(entries), b"".join(entries))
        return self._header(command, executable, folder, changes) + bytes(self.chunks)

    def _string(self, text):
        raw = text if isinstance(text, bytes) else text.encode()
        at = len(self.text)
        self.text += raw + b"\0"
        return self.strings_at + at

    def _chunk(self, kind, first, capacity, content, shard=0):
        at = HEADER + len(self.chunks)
        size = (64 + len(content) + 63) // 64 * 64
        self.chunks += struct.pack("<IIQQII32x", kind, first, size, BASE + at, shard, capacity)
        self.chunks += content + bytes(size - 64 - len(content))
        return BASE + at

    def _shard(self, shard):
        shard.at = {}
        self._chunk(SHARD, 0, 1, struct.pack("<II16s40x", shard.number, shard.start,
                                             shard.name.encode()))
        for leaf in sorted({n // LEAF for n in shard.nodes}):
            entries = [shard.nodes.get(leaf * LEAF + i) for i in range(LEAF)]
            content = b"".join(c.pack() if c else bytes(128) for c in entries)
            shard.at[leaf] = self._chunk(NODE_LEAF, leaf, LEAF, content, shard.number) + 64
        for leaf in sorted({n // LEAF for n in shard.accounts}):
            entries = [shard.accounts.get(leaf * LEAF + i) for i in range(LEAF)]
            content = b"".join(c.pack() if c else bytes(64) for c in entries)
            self._chunk(ACCOUNT_LEAF, leaf, LEAF, content, shard.number)

    def _stacks(self):
        for stack in self.stacks:
            frames = b"".join(
                struct.pack("<QQQQQqq8x", 0, 2**64 - 4096 + i,
                            stack.shard.at[f.node.index // LEAF] + f.node.index % LEAF * 128,
                            f.start, f.child, f.net, f.high)
                for i, f in enumerate(stack.frames))
            frames += struct.pack("<QQQQ32x", 0, 0, 0, stack.last_pop)
            head = struct.pack("<IIIIq", int(stack.live), stack.number, stack.shard.number, 1,
                               stack.net)
            content = head.ljust(4096 - 64, b"\0") + frames
            self._chunk(STACK, 0, len(stack.frames) + 1, content)
        self._chunk(CREDITS, 0, len(self.stacks), b"".join(
            struct.pack("<q56x", s.freed_by_others) for s in self.stacks))

    def _header(self, command, executable, folder, changes):
        at = self._ns
        fields = dict(
            byte_order=0x01020304, version=1, used=HEADER + len(self.chunks), header_size=HEADER,
            flags=0, state=EXITED, status=0, pid=self.pid, ppid=1, pid_namespace=0, boot_id=b"",
            start_realtime_ns=1795343462 * 10**9, start_ticks=self.start, start_ns=at(self.start),
            last_ticks=self.now, last_ns=at(self.now), clock=self.clock,
            command_count=len(self.command), command=command, executable=executable,
            folder=folder, hook_ps=self.hook_ps, peak_number=self.peak_number,
            largest_block=self.largest, threads_started=sum(
                s.shard.start == 0 or self.nodes[s.shard.start].function == THREAD
                for s in self.stacks),
            peak_error_bytes=0, foreign_frees=0, inherited_frees=0, frames_closed=0,
            dropped_calls=0, lost_bytes=0, hook_inside_ps=0, untracked=0, live_name=b"")
        fields.update(self.header)
        fields.update(changes)
        return (MAGIC + struct.pack("<IIQIIIiIIQ40sqQQQQIIQQQQ4Q7Q1024s",
                                    *fields.values())).ljust(HEADER, b"\0")


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
    """DESIGN section 3, word by word."""

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
