# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The tables of docs/file-format.md as assertions in C; prints the source.

Each struct's fields must tile it without a gap, and each struct and constant of format.h must have
its place on the page.
"""
import re
import sys

FIELD = re.compile(r"\| (\d+) \| (\d+) \| `(\w+)` \|")
NUMBER = re.compile(r"\| `(MEMFN_\w+)` \| (\d+) \|")
TITLE = re.compile(r"### struct (\w+): (\d+)$")
NOT_ON_PAGE = {"MEMFN_FORMAT_H", "MEMFN_MAGIC", "MEMFN_BYTE_ORDER", "MEMFN_FORMAT_VERSION",
               "MEMFN_HEADER_SIZE"}


def check(condition, text):
    print(f'_Static_assert({condition}, "docs/file-format.md: {text}");')


def check_struct(name, size, fields):
    end = 0
    for field, offset, length in fields:
        if offset != end:
            sys.exit(f"docs/file-format.md: struct {name}: {field} begins at {offset}, "
                     f"the field before it ends at {end}")
        end = offset + length
        check(f"offsetof(struct {name}, {field}) == {offset}", f"{name}.{field}: offset")
        check(f"sizeof(((struct {name} *)0)->{field}) == {length}", f"{name}.{field}: size")
    check(f"sizeof(struct {name}) == {end}", f"struct {name}: fields")
    check(f"sizeof(struct {name}) == {size}", f"struct {name}: size")


def main(page, header):
    structs, numbers, current = {}, set(), None
    for line in open(page):
        if title := TITLE.match(line):
            current = structs.setdefault(title[1], (int(title[2]), []))
        elif field := FIELD.match(line):
            current[1].append((field[3], int(field[1]), int(field[2])))
        elif number := NUMBER.match(line):
            numbers.add(number[1])
            check(f"{number[1]} == {number[2]}", f"{number[1]}: number")
    for name, (size, fields) in structs.items():
        check_struct(name, size, fields)
    text = re.sub(r"/\*.*?\*/", "", open(header).read(), flags=re.DOTALL)
    wanted = set(re.findall(r"^struct (\w+) \{", text, re.MULTILINE))
    constants = set(re.findall(r"^\s*(?:#define )?(MEMFN_[A-Z_]+)\b", text, re.MULTILINE))
    missing = wanted - set(structs) | constants - numbers - NOT_ON_PAGE
    if missing:
        sys.exit("docs/file-format.md: without " + ", ".join(sorted(missing)))


print("#include <stddef.h>\n#include <memfn/abi.h>\n#include <memfn/format.h>")
main(*sys.argv[1:])
