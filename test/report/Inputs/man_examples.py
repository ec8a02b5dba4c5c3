# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the examples of memreport's man page and compares what they print with what stands there.

usage: man_examples.py MEMREPORT COMPILER MAN_PAGE FOLDER [--update]

Where a program is run, what differs from run to run (times, the pid, the date) may differ.
"""

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import options  # noqa: E402
import samples  # noqa: E402

PARSE = r"""
#include <stdlib.h>
static void parse_node(int depth)
{
	char *volatile node = malloc(1000);
	if (depth > 1)
		parse_node(depth - 1);
	if (depth % 2)
		free(node);
}
int main(int argc, char **argv)
{
	parse_node(argc > 1 ? atoi(argv[1]) : 1);
	return 0;
}
"""
VARIES = [(r"pid \d+", "pid"), (r"\d{4}-\d\d-\d\dT[\d:]+Z", "date"),
          (r"(?<![\d.])\d+(\.\d+)? (ns|us|ms|s)\b|\b\d+\.\d{3}\b", "time"),
          (r"[\d.]+ % of the run", "share"), (r" +", " ")]



def to_text(line):
    line = re.sub(r"\\-", "-", line)
    return line.replace(r"\e", "\\").replace(r"\&", "")


def to_roff(line):
    line = line.replace("\\", r"\e").replace("-", r"\-")
    return r"\&" + line if line[:1] in (".", "'") else line


def output_of(command, memreport, folder):
    path = os.path.dirname(os.path.abspath(memreport)) + os.pathsep + os.environ["PATH"]
    result = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True,
                            env={**os.environ, "PATH": path, "TZ": "UTC"})
    assert not result.stderr, (command, result.stderr)
    return [line.rstrip() for line in result.stdout.splitlines()]


def settled(line):
    """What of a line is the same each time."""
    for pattern, name in VARIES:
        line = re.sub(pattern, name, to_text(line))
    return line


def renew(page, memreport, folder):
    """The page with every example's output as it is now."""
    out, end = [], 0
    for i, line in enumerate(page):
        if i < end:
            continue
        out.append(line)
        if page[i - 1] == ".EX" and line.startswith("$ "):
            command, end = to_text(line[2:]), page.index(".EE", i)
            old, new = page[i + 1:end], [*map(to_roff, output_of(command, memreport, folder))]
            runs = "memreport run" in command
            out += old if runs and [*map(settled, old)] == [*map(settled, new)] else new
    return out


def is_example(text, command):
    section = re.search(rf"^\.SS [^\n]*\b{command}\b(.*?)(?=^\.S[SH])", text, re.M | re.S)
    return section and re.search(rf"^\$ .*memreport {command}\b", section[1], re.M)


def write_inputs(folder, compiler):
    os.makedirs(folder, exist_ok=True)
    for name, sample in (("profile", "parse"), ("yesterday", "parse"), ("today", "parse_more"),
                         ("lines", "lines"), ("pictures", "pictures"), ("resident", "resident"),
                         ("costly", "costly"), ("chosen", "chosen"),
                         ("sizes", "sizes")):
        getattr(samples, sample)().write(os.path.join(folder, name + ".out"))
    with open(os.path.join(folder, "parse.c"), "w") as file:
        file.write(PARSE)
    subprocess.run([*compiler.split(), "-g", "--memfn-all", "parse.c", "-o", "parse"], cwd=folder,
                   check=True)


def main():
    memreport, compiler, file, folder = sys.argv[1:5]
    write_inputs(folder, compiler)
    page = open(file).read().splitlines()
    new = renew(page, memreport, folder)
    if "--update" in sys.argv:
        open(file, "w").write("\n".join(new) + "\n")
    for old, now in zip(page + [""] * len(new), new + [""] * len(page)):
        if old != now and "--update" not in sys.argv:
            sys.exit(f"man page: '{old}' when it should be '{now}'")
    for command in options.commands(memreport):
        assert is_example(to_text("\n".join(new)), command), f"{command}: no example"
    print("the man page tells what is")


if __name__ == "__main__":
    main()
