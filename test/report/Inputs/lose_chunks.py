# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Takes chunks out of a profile, as a full disk does: each alone, and all from each on. Where the
header says that a part is missing, the rest is read, and no figure is more than it was.

usage: lose_chunks.py MEMREPORT PROFILE
"""

import json
import struct
import subprocess
import sys

USED_AT, FLAGS_AT, HEADER, PADDING, PRIVATE_TAIL = 16, 28, 4096, 12, 32


def chunks(image):
    at, used = HEADER, struct.unpack_from("<Q", image, USED_AT)[0]
    while at < used:
        yield at
        at += struct.unpack_from("<Q", image, at + 8)[0]


def without(image, at):
    image = bytearray(image)
    struct.pack_into("<I", image, at, PADDING)
    return image


def before(image, at):
    image = bytearray(image[:at])
    struct.pack_into("<Q", image, USED_AT, at)
    return image


def read(memreport, image, partial):
    if partial:
        flags = struct.unpack_from("<I", image, FLAGS_AT)[0]
        struct.pack_into("<I", image, FLAGS_AT, flags | PRIVATE_TAIL)
    with open("partial.out", "wb") as file:
        file.write(image)
    outputs = [subprocess.run([memreport, *command, "partial.out"], capture_output=True, text=True)
               for command in (["export", "--format=json"], [], ["tree"], ["callers"], ["lines"])]
    assert len({o.returncode for o in outputs}) == 1, [o.stderr for o in outputs]
    if outputs[0].returncode:
        assert outputs[0].returncode == 1 and outputs[0].stderr.count("\n") == 1
        return None
    if partial:
        assert "what did not fit into the file is missing" in outputs[1].stdout
    return json.loads(outputs[0].stdout)


def main():
    memreport, profile = sys.argv[1:]
    image = open(profile, "rb").read()
    whole = read(memreport, bytearray(image), False)["totals"]
    count = refused = 0
    for at in chunks(image):
        for lose in (without, before):
            part = read(memreport, lose(image, at), True)
            assert part, (at, lose)
            for key in ("calls", "allocs", "alloc_bytes", "leaked_bytes", "peak_bytes"):
                assert 0 <= part["totals"][key] <= whole[key], (at, lose, key)
            count += 1
            refused += read(memreport, lose(image, at), False) is None
    assert refused > count // 4, (refused, count)
    print(f"{profile}: {count} parts were read")


if __name__ == "__main__":
    main()
