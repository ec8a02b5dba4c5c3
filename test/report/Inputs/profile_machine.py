# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A machine that runs made-up programs, and two independent accounts of them.

Machine takes events (enter, leave, allocate, free, threads) and keeps the counters that the runtime
keeps, by levels and accounts; Image makes a file of format.h of them. Beside them it keeps a Model,
which knows nothing of levels or accounts. A test writes the file, lets memreport read it, and
compares with the model.
"""

import struct

from plain_model import Model
from profile_image import (  # noqa: F401 (some for those who import this)
    ACCOUNTS, ACCOUNT_LEAF, COROUTINE, CPU, INT64_MAX, LEAF, MONOTONIC, MOVED, NODES, NODE_LEAF,
    PROGRAM, PSEUDOS, THREAD, TSC, Image)


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
        self.function, self.location = function, location
        self.live = self.peak = self.mapped = 0


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


class Machine(Image):
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
        self.maps = {}  # account: maps, bytes, those unmapped, ranges
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

    def _charged(self, node, location):
        """The account of a node and a location, and its owners."""
        account = node.accounts.get(location)
        if account is None:
            account = self.account(node, location)
        return account, {0, self.own[node.function], self.accounts[account][2]}

    def map(self, stack, size, location=0, ranges=1):
        """The program maps memory that stays mapped."""
        account, owners = self._charged(stack.frames[-1].node, location)
        self.maps[account] = tuple(map(sum, zip(self.maps.get(account, (0, 0, 0, 0)),
                                                (1, size, 0, ranges))))
        for index in owners:
            self.owners[index].mapped += size

    def allocate(self, stack, size, location=0):
        frame = stack.frames[-1]
        node = frame.node
        account, owners = self._charged(node, location)
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
