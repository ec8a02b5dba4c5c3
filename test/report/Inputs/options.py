# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Each option of each command, as --help tells them, stands in the run line of a test and in the
man page: in the command's own section, or among the common options. Each command has an example
there, and help of at most 80 columns.

usage: options.py MEMREPORT MAN_PAGE TEST_FOLDER
"""

import os
import re
import subprocess
import sys

# Their sections give the common options other meanings, and tell of each.
FILTERED_BY_LINE = ("lines", "kinds")


def help_of(memreport, *words):
    return subprocess.run([memreport, *words, "--help"], capture_output=True, text=True,
                          check=True).stdout


def commands(memreport):
    listed = re.search(r"^Commands.*?\n(.*?)\n\n", help_of(memreport), re.M | re.S)[1]
    return re.findall(r"^  (\w+) ", listed, re.M)


def options(memreport, command):
    """(short or None, long) of each."""
    return re.findall(r"^  (?:(-\w), )?(--[a-z-]+)", help_of(memreport, command), re.M)


def sections(man_page):
    text = re.sub(r"\\-", "-", open(man_page).read())
    common = re.search(r"^\.SH COMMON OPTIONS\n(.*?)^\.SH", text, re.M | re.S)[1]
    return common, dict(re.findall(r"^\.SS ([^\n]*)\n(.*?)(?=^\.S[SH])", text, re.M | re.S))


def run_lines(folder):
    """What the tests run: RUN lines, and commands in their scripts."""
    for root, _, files in os.walk(folder):
        for file in files:
            if file.endswith((".test", ".c", ".cpp", ".py")):
                text = open(os.path.join(root, file), encoding="utf-8", errors="replace").read()
                text = re.sub(r"\\\n(//|#|;)? *(RUN:)?", " ", text)
                yield from (line for line in text.splitlines() if "memreport" in line)


def uses(line, command, short, option, names):
    for call in re.findall(r"memreport\b[\"',]*(.*)", line):
        words = re.findall(r"[\w@%./=:*-]+", call)
        named = words[0] if words and words[0] in names else "stats"
        if named == command and re.search(
                rf"(?<![\w-])(?:{option}\b{'|' + short + '(?![a-z-])' if short else ''})", call):
            return True
    return False


def main():
    memreport, man_page, folder = sys.argv[1:]
    names = commands(memreport)
    common, own = sections(man_page)
    lines = list(run_lines(folder))
    missing = []
    for command in names:
        missing += [f"{command} --help: over 80 columns: {line}"
                    for line in help_of(memreport, command).splitlines() if len(line) > 80]
        section = [text for title, text in own.items() if command in re.findall(r"\w+", title)]
        if len(section) != 1:
            missing.append(f"{command}: its man page has {len(section)} sections")
            continue
        if not re.search(rf"^\$ .*memreport {command}\b", section[0], re.M):
            missing.append(f"{command}: no example in the man page")
        told = section[0] if command in FILTERED_BY_LINE else section[0] + common
        for short, option in options(memreport, command):
            if not re.search(rf"{option}\b", told) and option != "--help":
                missing.append(f"{command} {option}: not in the man page")
            if not any(uses(line, command, short, option, names) for line in lines):
                missing.append(f"{command} {option}: in no test")
    print("\n".join(missing) or f"each option of {len(names)} commands is tested and told of")
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
