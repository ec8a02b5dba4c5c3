# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints the links of Markdown files that lead to no file or heading of the tree."""
import pathlib
import re
import sys


def anchors(page):
    for heading in re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


for page in map(pathlib.Path, sys.argv[1:]):
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if re.match(r"\w+:", link):
            continue
        if not target.exists() or (anchor and anchor not in anchors(target)):
            print(f"{page}: {link}")
