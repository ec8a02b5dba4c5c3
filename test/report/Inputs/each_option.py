# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Options that every command shares do for each what they say: what must be in the output, and what
must not.

usage: each_option.py MEMREPORT FOLDER
"""

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import samples  # noqa: E402

SAMPLES = ["parse", "sizes", "parse_more", "threads", "pictures", "lines", "chosen", "costly"]
RED = "\x1b\\[31m"
CASES = [  # command, what it must print, what it must not
    ("memreport callers --help", r"^Usage:\n  memreport callers .*(.|\n)*^Example", None),
    ("memreport callees --help", r"^Usage:\n  memreport callees .*(.|\n)*^Example", None),
    ("memreport tree --help", r"^Usage:\n  memreport tree .*(.|\n)*^Example", None),
    ("memreport summary --help", r"^Usage:\n  memreport summary .*(.|\n)*^Example", None),
    ("memreport lines --help", r"^Usage:\n  memreport lines .*(.|\n)*^Example", None),
    ("memreport kinds --help", r"^Usage:\n  memreport kinds .*(.|\n)*^Example", None),
    ("memreport sizes --help", r"^Usage:\n  memreport sizes .*(.|\n)*^Example", None),
    ("memreport marks --help", r"^Usage:\n  memreport marks .*(.|\n)*^Example", None),
    ("memreport snapshots --help", r"^Usage:\n  memreport snapshots .*(.|\n)*^Example", None),
    ("memreport timeline --help", r"^Usage:\n  memreport timeline .*(.|\n)*^Example", None),
    ("memreport diff --help", r"^Usage:\n  memreport diff .*(.|\n)*^Example", None),
    ("memreport check --help", r"^Usage:\n  memreport check .*(.|\n)*^Example", None),
    ("memreport run --help", r"^Usage:\n  memreport run .*(.|\n)*^Example", None),
    ("memreport suggest --help", r"^Usage:\n  memreport suggest .*(.|\n)*^Example", None),
    ("memreport selection --help", r"^Usage:\n  memreport selection .*(.|\n)*^Example", None),
    ("memreport export --help", r"^Usage:\n  memreport export .*(.|\n)*^Example", None),
    ("memreport browse --help", r"^Usage:\n  memreport browse .*(.|\n)*^Example", None),
    ("memreport callers --sort name --limit 2 parse.out", r"<program>\)[^$]*c:120\(main", "Table"),
    ("memreport callers --sort name -r --limit 1 parse.out", r"parse_node\) +<-", r"main\) +<-"),
    ("memreport callers --exclude main parse.out", r"parse_node\) +<-", r"main\) +<-"),
    ("memreport callers --columns ncalls,avgsize parse.out", r"ncalls +avgsize +was", "tottime"),
    ("memreport callers --snapshot before pictures.out", r"load\) +<- +1 ", "build"),
    ("memreport stats --compensate costly.out", r"14\.5 us +29\.5 us .*next_token", "25.0 us"),
    ("memreport callers --compensate costly.out", r"14\.5 us +29\.5 us", "25.0 us"),
    ("memreport callees --compensate costly.out", r"500 +15\.0 us.*new_token", "taken off by"),
    ("memreport tree --compensate costly.out", r"29\.5 us .*next_token", "40.0 us"),
    ("memreport summary --compensate costly.out", r"14\.5 us .*next_token", "25.0 us"),
    ("memreport diff --compensate --sort tottime costly.out parse.out", r"-14\.5 us", "25.0 us"),
    ("memreport check --compensate --budget 'next_token: cumtime <= 30us' costly.out",
     "1 kept, 0 broken", None),
    ("memreport selection --compensate chosen.out", "taken off times|emit", None),
    ("memreport browse --compensate costly.out", r"14\.5 us +29\.5 us", "25.0 us"),
    ("memreport export -f csv --compensate costly.out", '"next_token".*,14500,', ",25000,"),
    ("memreport callers --strip-dirs parse.out", r"\btable\.cc", "src/"),
    ("memreport callers --bytes parse.out", "104096 B", "KiB"),
    ("memreport callers --color always parse.out", RED, None),
    ("memreport callees --sort name --reverse --limit 1 parse.out", r"parse_node\) +->",
     r"main\) +->"),
    ("memreport callees --filter 'ns::*' parse.out", r"Table.* +->", r"main\) +->"),
    ("memreport callees --exclude 'file:parse.c' parse.out", r"Table.* +->", r"main\) +->"),
    ("memreport callees --columns pcalls parse.out", r"pcalls +called", "tottime"),
    ("memreport callees --snapshot 0 pictures.out", r"-> +1 .*load", "build"),
    ("memreport callees -S parse.out", r"\btable\.cc", "src/"),
    ("memreport callees --color always parse.out", RED, None),
    ("memreport tree --depth 1 parse.out", r"└─parse.c:120", "parse_node"),
    ("memreport tree --fold 50 parse.out", r"├─src/table.cc", "parse_node.*\n.*parse_node"),
    ("memreport tree --filter thread:worker threads.out", "500 B in 1 allocation", "1000 B"),
    ("memreport tree --exclude thread:worker threads.out", "1000 B in 1 block never", "500 B"),
    ("memreport tree --snapshot before pictures.out", "└─table.c:30.load", "build"),
    ("memreport tree --strip-dirs parse.out", r"─table\.cc", "src/"),
    ("memreport tree --bytes parse.out", "104096 B", "KiB"),
    ("memreport tree --color always parse.out", "\x1b\\[1m", None),
    ("memreport summary --filter parse_node parse.out", r"KiB.*parse_node", "Table"),
    ("memreport summary --exclude parse_node parse.out", "Table", "parse_node"),
    ("memreport summary --snapshot before pictures.out", "at snapshot before", "build"),
    ("memreport summary --strip-dirs parse.out", r" table\.cc", "src/"),
    ("memreport summary --bytes parse.out", "104096 B", "KiB"),
    ("memreport lines --snapshot before pictures.out", "at snapshot before", "10[0-9]"),
    ("memreport lines --strip-dirs parse.out", r": table\.cc|table\.cc", "src/"),
    ("memreport kinds --exclude 'l.c:10' lines.out", "set of 1 object", "set of 2"),
    ("memreport kinds --all-frames --include 'function:load' lines.out", "set of 2 objects", None),
    ("memreport kinds --snapshot 0 pictures.out", "at snapshot before", None),
    ("memreport kinds --strip-dirs parse.out", "@ table.cc", "src/"),
    ("memreport kinds --bytes lines.out", "120 B", None),
    ("memreport marks --color always pictures.out", "\x1b\\[", None),
    ("memreport timeline --bytes pictures.out", "7000 B", "KiB"),
    ("memreport snapshots --bytes pictures.out", "4000 B", "KiB"),
    ("memreport snapshots --color always pictures.out", "\x1b\\[", None),
    ("memreport diff --reverse --limit 1 parse.out parse_more.out", "fresh.c", "parse.c:188"),
    ("memreport diff --only 'fresh|parse_node' --only 1 parse.out parse_more.out",
     r"from \d to 2 due to restriction <'fresh\|parse_node'>\n.*from 2 to 1 .*<1>(.|\n)*parse.c:188",
     "fresh.c|program"),
    ("memreport diff --strip-dirs --bytes parse.out parse_more.out", r"137096 B +\+30000 B", "KiB"),
    ("memreport diff --color always parse.out parse_more.out", RED, None),
    ("memreport diff --snapshot before pictures.out pictures.out", r"\A\Z", None),
    ("memreport check --budget 'outer: alloc <= 1000' --filter thread:main threads.out",
     "1 kept, 0 broken", None),
    ("memreport check --budget 'outer: alloc <= 500' --exclude thread:main threads.out",
     "1 kept, 0 broken", None),
    ("memreport check --budget '<process>: alloc < 5000' --snapshot before pictures.out",
     "1 kept, 0 broken", None),
    ("memreport check --budget '*add: alloc < 5000' --strip-dirs parse.out", "^table.cc:14", None),
    ("memreport suggest --filter 'at*' costly.out", r"at\[\]", "skip_blank"),
    ("memreport suggest --columns temp --strip-dirs costly.out", r"cost% +temp +file", "ncalls"),
    ("memreport suggest --bytes costly.out", "50000 B", "KiB"),
    ("memreport suggest --color always costly.out", "\x1b\\[", None),
    ("memreport suggest --snapshot before pictures.out", "at snapshot before", None),
    ("memreport selection --filter parse_word chosen.out", "parse_word", "emit"),
    ("memreport selection --exclude 'parse*' chosen.out", "emit", r"\(parse_"),
    ("memreport selection --columns kept --bytes chosen.out", "2000 B", "ncalls"),
    ("memreport selection --strip-dirs --snapshot before pictures.out", r"1 +table.c:30", None),
    ("memreport selection --color always chosen.out", RED + " +nothing", None),
    ("memreport export -f folded -m alloc --filter thread:worker threads.out", "inner;outer 500",
     "1000"),
    ("memreport export -f folded -m alloc --exclude thread:worker threads.out", "outer 1000",
     "500"),
    ("memreport export -f folded -m alloc --snapshot before pictures.out", "load 4000", "build"),
    ("memreport export -f csv --strip-dirs parse.out", ',"table.cc",', "src/"),
    ("memreport browse --sort alloc parse.out", "Ordered by: alloc", None),
    ("memreport browse --reverse parse.out", "Ordered by: peak, reversed", None),
    ("memreport browse --limit 1 parse.out", r"parse_node\)", r"\(main"),
    ("memreport browse --filter main parse.out", r"\(main", "parse_node"),
    ("memreport browse --exclude main parse.out", "parse_node", r"\(main"),
    ("memreport browse --columns avgsize parse.out", r" +avgsize +file", "ncalls"),
    ("memreport browse --snapshot before pictures.out", "at snapshot before", None),
    ("memreport browse --strip-dirs parse.out", r" table\.cc", "src/"),
    ("memreport browse --bytes parse.out", "104096 B", "KiB"),
    ("memreport browse --color always parse.out", RED, None),
]
REFUSED = [  # what a command has no use for is none of its options
    "memreport tree --sort peak parse.out", "memreport diff --only 3 a.out@0 a.out@1",
    "memreport check --limit 3 parse.out", "memreport suggest --sort peak costly.out",
    "memreport export --bytes parse.out", "memreport summary --columns peak parse.out",
    "memreport tree --filter parse_node parse.out", "memreport check --filter main parse.out",
    "memreport export -f json --exclude main parse.out", "memreport marks --filter main parse.out",
]


def main():
    memreport, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    for name in SAMPLES:
        getattr(samples, name)().write(os.path.join(folder, name + ".out"))
    path = os.path.dirname(os.path.abspath(memreport)) + os.pathsep + os.environ["PATH"]
    wrong = 0

    def run(command):
        return subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True,
                              input="stats\n", env={**os.environ, "PATH": path})

    for command, wanted, unwanted in CASES:
        result = run(command)
        if (result.stderr or not re.search(wanted, result.stdout, re.M)
                or unwanted and re.search(unwanted, result.stdout)):
            wrong += 1
            print(f"{command}: no {wanted!r}, or {unwanted!r}:\n{result.stdout}{result.stderr}")
    for command in REFUSED:
        result = run(command)
        if result.returncode != 2 or result.stdout or result.stderr.count("\n") != 1:
            wrong += 1
            print(f"{command}: was not refused\n{result.stdout}{result.stderr}")
    print(f"{len(CASES) + len(REFUSED)} commands, {wrong} wrong")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
