# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Instructions of the hot paths, by callgrind: exact and repeatable, so a ceiling holds them.

ceilings.py PROGRAM PLAIN: PROGRAM takes an operation and a count; an operation's cost is what twice
as many of them add, divided; of allocating ones less what they cost in PLAIN. The ceilings are what
was measured when they were set and a few more; lower them when the code gets faster. Raised once:
what free counts after the allocator's free takes eleven instructions more and, on an EPYC, 2 ns less.
"""
import os
import re
import subprocess
import sys

CEILINGS = {  # operation, options after a colon: (ceiling, less the plain program's)
    "hooks": (73, False),
    "hooks:timing=off": (54, False),
    "malloc": (112, True),
    "calloc": (117, True),
    "lines": (275, True),
    "realloc": (129, True),
    "raise": (247, True),
    "remote": (262, True),
    "threaded": (145, True),
}
COUNT = 10000


def instructions(program, operation, count):
    name, _, options = operation.partition(":")
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, name,
         str(count)], capture_output=True, text=True, check=True,
        env=dict(os.environ, MEMFN_OPTIONS="quiet=1:" + options))
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def cost(program, operation):
    once, twice = (instructions(program, operation, n * COUNT) for n in (1, 2))
    return (twice - once) / COUNT


def main():
    tested, plain = sys.argv[1:]
    over = 0
    for operation, (ceiling, less_plain) in CEILINGS.items():
        found = cost(tested, operation) - (cost(plain, operation) if less_plain else 0)
        print(f"{operation}: {found:.1f} instructions, at most {ceiling}")
        over += found > ceiling
    return over > 0


if __name__ == "__main__":
    sys.exit(main())
