# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every block of every page is run by a test, is a file of what is run, or says why not.

usage: every_block.py ROOT

A page is run where a line of test/docs/*.test gives it to %doc. A reason that names a file of the tree
(`not run: test/real/by-list.test runs it`) names one that is there.
"""

import glob
import os
import re
import sys

import pages

PAGES = ["*.md", "docs/*.md", "docs/*.1", "examples/*/README.md"]


def pages_run(root):
    """The pages that tests run."""
    places = {"%test_dir/../": "", "%examples/": "examples/"}
    for test in glob.glob(os.path.join(root, "test/docs/*.test")):
        with open(test, encoding="utf-8") as file:
            for page in re.findall(r"%doc\b[^;&\n]*?(%[\w./]+/[\w./-]+\.(?:md|1))\b", file.read()):
                for short, place in places.items():
                    page = page.replace(short, place)
                yield page


def missing_files(root, reason):
    for name in re.findall(r"\b(?:test|scripts|bench)/[\w./-]*\w", reason):
        if not os.path.exists(os.path.join(root, name)):
            yield name


def faults(root, page, run):
    """(line, what) of each block that nobody looks at."""
    for command, i in page.notes("$ "):
        if not run:
            yield i, f"not run: {command}"
    for block in page.blocks:
        kind = block.kind()
        if kind is None:
            yield block.begin, f"neither run nor said why not: {block.text[0]}"
        elif kind == "session" and not run:
            yield block.begin, f"no test runs this page: {block.text[0]}"
        elif kind == "apart":
            for name in missing_files(root, block.note("not run:")):
                yield block.begin, f"no such file: {name}"


def main():
    root = sys.argv[1]
    run, count, wrong = set(pages_run(root)), {}, 0
    names = sorted(n for p in PAGES for n in glob.glob(p, root_dir=root))
    for name in names:
        page = pages.Page(os.path.join(root, name))
        for block in page.blocks:
            count[block.kind()] = count.get(block.kind(), 0) + 1
        for line, what in faults(root, page, name in run):
            print(f"{name}:{line + 1}: {what}")
            wrong += 1
    for name in run - set(names):
        print(f"a test runs a page that is not there: {name}")
        wrong += 1
    print(f"{len(names)} pages: {count.get('session', 0)} sessions, {count.get('file', 0)} files, "
          f"{count.get('picture', 0)} pictures, {count.get('apart', 0)} not run; {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
