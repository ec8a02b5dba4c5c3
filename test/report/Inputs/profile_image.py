# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How what a profile_machine.Machine knows lies in a file of format.h."""

import os
import struct

MAGIC = b"\x89MemFn\r\n"
HEADER, LEAF, INT64_MAX = 4096, 64, 2**63 - 1
(STRINGS, FUNCTIONS, NODES, LOCATIONS, OWNERS, ACCOUNTS, SHARD, NODE_LEAF, ACCOUNT_LEAF, STACK,
 CREDITS, PADDING) = range(1, 13)
(MARKS, SNAPSHOTS, SNAPSHOT_ACCOUNTS, SNAPSHOT_NODES, SNAPSHOT_FRAMES, TIMELINE,
 SELECTION) = range(16, 23)
RESIDENT, MAPPED, MAPPED_OWNERS = range(23, 26)
SIZES = 26
SNAPSHOT_NARROW, NARROW_ACCOUNTS, NARROW_NODES = range(27, 30)
RUNNING, EXITED, SIGNALLED, REPLACED, MOVED = range(5)
TSC, MONOTONIC, CPU = range(3)
PSEUDOS = ["<program>", "<thread>", "<coroutine>", "<more>", "<off>"]
PROGRAM, THREAD, COROUTINE, MORE, OFF = range(5)
NESTED = 2
MAPPED_FLAG, SIZES_FLAG = 128, 256  # of the header
BASE = 0x7F0000000000  # where the file lies in the process


class Image:
    """A machine's tables as bytes: a base of Machine, which has them."""

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
        functions, locations = self._functions(), self._locations()
        notes = self._notes()
        self._chunk(STRINGS, 0, 0, bytes(self.text))
        self._table(FUNCTIONS, functions)
        self._table(NODES, [struct.pack("<IIII", n.level, n.caller, n.function,
                                        1 + NESTED * n.nested) for n in self.nodes])
        self._table(LOCATIONS, locations)
        self._table(OWNERS, [struct.pack("<IIIIqq", o.function, o.location, 1, 0, o.live, o.peak)
                             for o in self.owners])
        self._table(ACCOUNTS, [struct.pack("<IIII", *a, 1) for a in self.accounts])
        for shard in self.shards:
            self._shard(shard)
        self._stacks()
        self._options()
        for kind, entries in notes:
            if entries:
                self._table(kind, entries)
        return self._header(command, executable, folder, changes) + bytes(self.chunks)

    def _functions(self):
        return [struct.pack("<QQQQIIQ16x", self._string(n), self._string(p), self._string(l),
                            self._string(f), line, 0, self.own[i])
                for i, (n, p, l, f, line) in enumerate(self.functions)]

    def _locations(self):
        return [struct.pack("<QIIQ8x", self._string(l[2]) if l[2] else 0, l[1], l[3],
                            self._string(l[0])) if l else bytes(32) for l in self.locations]

    def _notes(self):
        """Of what was noted under way, each table's kind and entries."""
        n = self.notes
        labelled = [[struct.pack("<Q", self._string(label)) + entry for label, entry in table]
                    for table in (n.marks, n.snapshots)]
        choices = [struct.pack("<QQ", self._string(text), self._string(list_)) + entry
                   for text, list_, entry in n.choices]
        kinds = [*range(MARKS, SELECTION + 1), SNAPSHOT_NARROW, NARROW_ACCOUNTS, NARROW_NODES]
        return zip(kinds, labelled + [n.accounts, n.nodes, n.frames, n.points, choices, n.narrow,
                                      n.narrow_accounts, n.narrow_nodes])

    def _options(self):
        """Tables that an option of the runtime adds."""
        if self.residents:
            self._table(RESIDENT, [struct.pack("<3q8x", *self.residents.get(i, (0, 0, 0)))
                                   for i in range(len(self.nodes))])
        if self.header.get("flags", 0) & MAPPED_FLAG:
            self._table(MAPPED, [struct.pack("<3Qq", *self.maps.get(i, (0, 0, 0, 0)))
                                 for i in range(len(self.accounts))])
            self._table(MAPPED_OWNERS, [struct.pack("<qq", o.mapped, o.mapped)
                                        for o in self.owners])
        if self.header.get("flags", 0) & SIZES_FLAG:
            self._table(SIZES, [struct.pack("<80Q", *sum(self.sizes.get(i, ([0] * 40, [0] * 40)), []))
                                for i in range(len(self.accounts))])

    def _table(self, kind, entries):
        self._chunk(kind, 0, len(entries), b"".join(entries))

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
            dropped_calls=0, lost_bytes=0, hook_inside_ps=0, cpu_ns=0, live_name=b"",
            sample_every=0)
        fields.update(self.header)
        fields.update(changes)
        return (MAGIC + struct.pack("<IIQIIIiIIQ40sqQQQQIIQQQQ4Q7Q1024sQ",
                                    *fields.values())).ljust(HEADER, b"\0")
