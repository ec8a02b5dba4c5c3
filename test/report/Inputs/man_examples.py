# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the examples of memreport's man page and compares what they print with what stands there.

usage: man_examples.py MEMREPORT MAN_PAGE FOLDER [--update]
"""

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import samples  # noqa: E402

COMMANDS = ["stats", "callers", "callees", "tree", "summary", "lines", "kinds", "marks",
            "snapshots", "diff", "check", "run", "export", "browse"]


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


def renew(page, memreport, folder):
    """The page with every example's output as it is now."""
    out, skip = [], False
    for i, line in enumerate(page):
        if skip:
            skip = line != ".EE"
        if skip:
            continue
        out.append(line)
        if page[i - 1] == ".EX" and line.startswith("$ "):
            out += map(to_roff, output_of(to_text(line[2:]), memreport, folder))
            skip = True
    return out


def check_complete(page, memreport):
    """Each command has a section with an example, each option of its help is told of."""
    text = to_text("\n".join(page))
    for command in COMMANDS:
        heading = re.search(rf"^\.SS [^\n]*\b{command}\b(.*?)(?=^\.S[SH])", text, re.M | re.S)
        assert heading and re.search(rf"^\$ .*memreport {command}\b", heading[1], re.M), command
        if command in ("lines", "kinds"):
            continue  # it sends to their --help
        shown = subprocess.run([memreport, command, "--help"], capture_output=True, text=True).stdout
        for option in re.findall(r"^  .*?(--[a-z-]+)", shown, re.M):
            assert option in text, (command, option)


def main():
    memreport, file, folder = sys.argv[1:4]
    os.makedirs(folder, exist_ok=True)
    for name, sample in (("profile", "parse"), ("yesterday", "parse"), ("today", "parse_more"),
                         ("lines", "lines"), ("pictures", "pictures")):
        getattr(samples, sample)().write(os.path.join(folder, name + ".out"))
    page = open(file).read().splitlines()
    new = renew(page, memreport, folder)
    if "--update" in sys.argv:
        open(file, "w").write("\n".join(new) + "\n")
    for old, now in zip(page + [""] * len(new), new + [""] * len(page)):
        if old != now and "--update" not in sys.argv:
            sys.exit(f"man page: '{old}' when it should be '{now}'")
    check_complete(new, memreport)
    print("the man page tells what is")


if __name__ == "__main__":
    main()
