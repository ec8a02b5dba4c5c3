# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints what a profile says of the lists that its program was compiled with."""
import struct
import sys

data = open(sys.argv[1], "rb").read()
used = struct.unpack_from("<Q", data, 16)[0]


def text(at):
    return data[at : data.index(b"\0", at)].decode()


at = 4096
while at + 64 <= used:
    kind, first, size, address, shard, capacity = struct.unpack_from("<IIQQII", data, at)
    if kind == 0:
        break
    for i in range(capacity if kind == 22 else 0):
        name, list_, line, section, matched, decided, modules, _ = struct.unpack_from(
            "<QQIIQQQQ", data, at + 64 + 56 * i)
        if name:
            print(f"{text(list_)}:{line}: {section} {text(name)}: "
                  f"{matched} matched, {decided} decided, {modules} modules")
    at += size
