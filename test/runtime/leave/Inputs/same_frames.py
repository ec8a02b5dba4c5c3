# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""same_frames.py PROGRAM OTHER: whether the unwind tables of both say the same of every place of PROGRAM's
functions, where the same code lies at the same addresses."""
import re
import subprocess
import sys

AT_HEAD = ("rsp+8", {"ra": "c-8"})


def entries(program):
    """(start, end, [(address, (frame, {register: where}))]) of each entry, in order."""
    text = subprocess.run(["readelf", "--debug-dump=frames-interp", program], capture_output=True, text=True,
                          check=True).stdout
    found, names, rows = [], [], []
    for line in text.splitlines():
        words = line.split()
        bounds = re.search(r" FDE .* pc=([0-9a-f]+)\.\.([0-9a-f]+)", line)
        if bounds or " CIE" in line:
            rows = []
        if bounds:
            found.append((*(int(bound, 16) for bound in bounds.groups()), rows))
        elif words[:2] == ["LOC", "CFA"]:
            names = words[2:]
        elif words and re.fullmatch("[0-9a-f]{16}", words[0]) and " CIE" not in line:
            rows.append((int(words[0], 16),
                         (words[1], {n: x for n, x in zip(names, words[2:]) if x != "u"})))
    return sorted(found)


def at(rows, place):
    return next((says for address, says in reversed(rows) if address <= place), AT_HEAD)


def main():
    one, other = map(entries, sys.argv[1:])
    compared = 0
    for start, end, rows in one:
        over = [e for e in other if e[0] <= start and end <= e[1]]
        assert len(over) == 1, f"{start:#x}: in {len(over)} entries"
        places = {start, end - 1, *(a for a, _ in rows + over[0][2] if start <= a < end)}
        for place in places:
            assert at(rows, place) == at(over[0][2], place), f"{place:#x}"
        compared += len(places)
    print(f"{len(one)} entries, {len(other)} in the other, {compared} places")
    return len(other) >= len(one)


if __name__ == "__main__":
    sys.exit(main())
