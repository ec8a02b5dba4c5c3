# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the examples of a document: writes its block of C as NAME, runs each `$ command` of its
console blocks with sh, and compares the output; `...` stands for any lines.

usage: console.py DOCUMENT NAME [WORD=COMMAND...]      commands to run in place of their first word
"""
import re
import subprocess
import sys


def blocks(text, kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S)


def pattern(lines):
    return "".join("(?:.*\n)*?" if line == "...\n" else re.escape(line) for line in lines)


def main():
    document, name, *words = sys.argv[1:]
    commands = dict(word.split("=", 1) for word in words)
    with open(document, encoding="utf-8") as file:
        text = file.read()
    with open(name, "w", encoding="utf-8") as file:
        file.write(blocks(text, "c")[0])
    examples = [e for b in blocks(text, "console") for e in re.split(r"^\$ ", b, flags=re.M)[1:]]
    for example in examples:
        command, *expected = example.splitlines(keepends=True)
        first, _, rest = command.strip().partition(" ")
        run = f"{commands.get(first, first)} {rest}"
        got = subprocess.run(run, shell=True, check=True, stdout=subprocess.PIPE).stdout.decode()
        if not re.fullmatch(pattern(expected), got):
            sys.exit(f"$ {command}{got}when it should be\n{''.join(expected)}")
    sys.exit(0 if examples else "no example")


main()
