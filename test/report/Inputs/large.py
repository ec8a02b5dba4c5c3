# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes profiles of many paths, fast, and holds commands to a ceiling of CPU time and memory.

usage: large.py write FILE PATHS [BYTES]   each path allocated and freed a block of so many bytes
       large.py hold SECONDS MIB COMMAND...
       large.py progress COMMAND...      with standard error on a terminal, prints what came there
"""

import array
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(__file__))
import profile_machine as pm  # noqa: E402

FAN, WIDTH, DEPTH = 4, 40, 25


def columns(*lists):
    """Rows of unsigned words, from their columns."""
    out = array.array("I", bytes(4 * len(lists) * len(lists[0])))
    for i, values in enumerate(lists):
        out[i::len(lists)] = array.array("I", values)
    return out.tobytes()


class Large(pm.Machine):
    """A tree in which each path has four below it, and no function is on its own path."""

    def __init__(self, paths, size):
        super().__init__()
        self.paths, self.size = paths, size
        for i in range(WIDTH * DEPTH):
            self.function(f"ns::f{i}", f"src/{i % 97}.c", i, f"ns::f{i}(int)", f"_ZN2ns2f{i}Ei")

    def _chunk(self, kind, first, capacity, content, shard=0):
        if kind == pm.NODES:
            capacity, content = self.paths, self._nodes()
        if kind == pm.ACCOUNTS:
            capacity = self.paths + 1
            content = columns([0] + list(range(self.paths)), [0] * capacity,
                              [0] + [self.own[f] for f in self.numbers], [1] * capacity)
        return super()._chunk(kind, first, capacity, content, shard)

    def _nodes(self):
        levels = [(max(i, 1) - 1) // FAN for i in range(self.paths)]
        depth = [0] * self.paths
        for i in range(1, self.paths):
            depth[i] = depth[levels[i]] + 1
        self.numbers = [len(pm.PSEUDOS) + d * WIDTH + i % WIDTH if i else 0
                        for i, d in enumerate(depth)]
        return columns(levels, levels, self.numbers, [1] * self.paths)

    def _shard(self, shard):
        node = struct.pack("<QQqqqq16xQQQQ32x", 1, 10, 10, 10, self.size, 0, 1, self.size, 1, 10)
        account = struct.pack("<QQQQqqQ8x", 1, self.size, 1, self.size, 0, 0, 0)
        super()._shard(shard)
        for kind, entry, count in ((pm.NODE_LEAF, node, self.paths),
                                   (pm.ACCOUNT_LEAF, account, self.paths + 1)):
            leaf = bytes(len(entry)) + entry * (pm.LEAF - 1)  # node 0 and account 0 have theirs
            for first in range(0, count, pm.LEAF):
                entries = min(pm.LEAF, count - first) * len(entry)
                if first or kind == pm.ACCOUNT_LEAF:
                    pm.Machine._chunk(self, kind, first // pm.LEAF, pm.LEAF,
                                      leaf[:entries].ljust(len(leaf), b"\0"), shard.number)
                leaf = entry * pm.LEAF


def hold(seconds, mib, command):
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    time, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    print(f"{' '.join(command[1:4])}: {time:.3f} s of CPU, {memory:.0f} MiB", file=sys.stderr)
    assert os.waitstatus_to_exitcode(status) in (0, 1)
    assert time <= seconds and memory <= mib, (time, seconds, memory, mib)


def progress(command):
    ours, theirs = os.openpty()
    said = b""
    os.posix_spawnp(command[0], command, os.environ,
                    file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
                                  (os.POSIX_SPAWN_DUP2, theirs, 2)])
    os.close(theirs)
    try:
        while part := os.read(ours, 4096):
            said += part
    except OSError:  # EIO: the other end is closed
        pass
    os.wait()
    print(*said.decode().split("\r"), sep="\n")


def main():
    if sys.argv[1] == "progress":
        progress(sys.argv[2:])
        return
    if sys.argv[1] == "hold":
        hold(float(sys.argv[2]), float(sys.argv[3]), sys.argv[4:])
    else:
        size = int(sys.argv[4]) if len(sys.argv) > 4 else 100
        Large(int(sys.argv[3]), size).write(sys.argv[2])


if __name__ == "__main__":
    main()
