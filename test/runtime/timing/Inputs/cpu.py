# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""cpu.py TOLD PROFILE...: the header of each process that told its CPU time has it too, and some ms."""
import struct
import sys

PID, CPU_NS = 40, 256  # docs/file-format.md

told = {int(pid): int(ns) for _, pid, ns in (line.split() for line in open(sys.argv[1]))}
found = {}
for name in sys.argv[2:]:
    header = open(name, "rb").read(512)
    pid, cpu = struct.unpack_from("<I", header, PID)[0], struct.unpack_from("<Q", header, CPU_NS)[0]
    found.setdefault(pid, []).append(cpu)
assert len(told) == 2 and told.keys() <= found.keys(), (told, found)
for pid, ns in told.items():
    assert any(abs(cpu - ns) < 30e6 for cpu in found[pid]), (pid, ns, found)
