# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""join_frames.py OBJECT: lets neighbouring functions share an entry of the unwind table, in place.

An exception is thrown the slower the more entries a program has, each step of the search in them
some 14 instructions, and beside a small program the runtime's are most. An entry of several
functions says at the head of each that all is as at a function's head. What it says of any one
place is what the entries said before. Only x86-64's, and of functions with nothing unusual; what is
not understood stays as it is.
"""
import struct
import sys

TOGETHER = 16  # an unwinder reads an entry from its beginning
OBJECT, X86_64, PC32, RELA = 1, 62, 2, 4
EH_FRAME = ".eh_frame"
# Version 1, "zR", factors 1 and -8, return address in 16; pc-relative addresses of 4 bytes; at a
# function's head its frame ends 8 bytes above the stack pointer, behind the return address.
COMMON = b"\x01zR\0\x01\x78\x10\x01\x1b\x0c\x07\x08\x90\x01"
AT_HEAD = b"\x0c\x07\x08"
RESTORE = 0xc0


class Strange(Exception):
    """What is not understood."""


class Other(Exception):
    """Another machine's object."""


class Object:
    """What there is of an ELF object's unwind table, its relocations, and symbols."""

    def __init__(self, data):
        self.data = data
        kind, machine = struct.unpack_from("<HH", data, 16)
        if data[:6] != b"\x7fELF\x02\x01" or kind != OBJECT or machine != X86_64:
            raise Other
        self.headers, = struct.unpack_from("<Q", data, 40)
        count, names = struct.unpack_from("<HH", data, 60)
        self.sections = [struct.unpack_from("<IIQQQQIIQQ", data, self.headers + 64 * i)
                         for i in range(count)]
        named = [i for i in range(count) if self.name(names, i) == EH_FRAME]
        if len(named) != 1:
            raise Strange("not one unwind table")
        self.table = named[0]
        self.rela = next(i for i, s in enumerate(self.sections) if s[1] == RELA and s[7] == self.table)
        symbols = self.sections[self.sections[self.rela][6]]
        self.symbols = [struct.unpack_from("<IBBHQQ", data, symbols[4] + at)
                        for at in range(0, symbols[5], 24)]

    def name(self, names, index):
        start = self.sections[names][4] + self.sections[index][0]
        return self.data[start:self.data.index(b"\0", start)].decode()

    def content(self, index):
        offset, size = self.sections[index][4:6]
        return bytes(self.data[offset:offset + size])

    def replace(self, index, content):
        offset, size = self.sections[index][4:6]
        assert len(content) <= size
        self.data[offset:offset + len(content)] = content
        struct.pack_into("<Q", self.data, self.headers + 64 * index + 32, len(content))

    def relocations(self):
        """offset: (type and symbol, addend)"""
        return {offset: (info, addend)
                for offset, info, addend in struct.iter_unpack("<QQq", self.content(self.rela))}

    def place(self, relocation):
        """The section and the offset that a relocation is to, where it is as expected."""
        info, addend = relocation
        if info & 0xffffffff != PC32:
            raise Strange("relocation")
        symbol = self.symbols[info >> 32]
        return symbol[3], symbol[4] + addend


class Instructions:
    """Of one function: how far they come, which registers they speak of, and where they end."""

    SIZES = {0x00: "", 0x02: "1", 0x03: "2", 0x04: "4", 0x0a: "", 0x0b: "", 0x0c: "uu", 0x0d: "u",
             0x0e: "u", 0x0f: "b", 0x10: "rb", 0x16: "rb"}

    def __init__(self, code):
        self.code, self.at = code, 0
        self.advanced, self.registers = 0, set()
        kept = end = 0
        while self.at < len(code):
            op = self.number(1)
            kept += {0x0a: 1, 0x0b: -1}.get(op, 0)
            self.step(op)
            end = self.at if op else end
        if kept:
            raise Strange("a state is kept at the end")
        self.code = code[:end]

    def number(self, size):
        self.at += size
        return int.from_bytes(self.code[self.at - size:self.at], "little")

    def uleb(self):
        value = shift = 0
        while True:
            byte = self.number(1)
            value |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                return value

    def step(self, op):
        high, low = op & 0xc0, op & 0x3f
        if high == 0x40:
            self.advanced += low
        elif high == 0x80:
            self.registers.add(low)
            self.uleb()
        elif not high:
            self.operands(op)

    def operands(self, op):
        if op not in self.SIZES:
            raise Strange(f"instruction {op:#x}")
        for size in self.SIZES[op]:
            if size == "r":
                self.registers.add(self.uleb())
            elif size == "u":
                self.uleb()
            elif size == "b":
                self.at += self.uleb()
            else:
                self.advanced += self.number(int(size))


class Function:
    def __init__(self, elf, common, relocation, body):
        self.common, self.relocation, self.does = common, relocation, None
        self.section, self.start = elf.place(relocation)
        self.size, = struct.unpack_from("<I", body, 4)

    def may_share(self, body):
        try:
            self.does = Instructions(body[9:]) if not body[8] else None
        except Strange:
            pass
        return bool(self.does)


def advance(distance):
    if distance < 0x40:
        return bytes([0x40 | distance])
    for op, size in ((2, 1), (3, 2), (4, 4)):
        if distance < 1 << 8 * size:
            return bytes([op]) + distance.to_bytes(size, "little")
    raise Strange("distance")


def joined(functions):
    """The instructions of one entry for all."""
    code, before = b"", None
    for function in functions:
        if before:
            code += advance(function.start - before.start - before.does.advanced) + AT_HEAD
            code += bytes(RESTORE | r for r in sorted(before.does.registers))
        code += function.does.code
        before = function
    return code


class Table:
    """A table in the making, with its relocations."""

    def __init__(self):
        self.bytes, self.rela, self.last = bytearray(), b"", 0

    def add(self, identity, body, relocations):
        start = self.last = len(self.bytes)
        body += bytes(-len(body) % 4)
        self.bytes += struct.pack("<II", len(body) + 4, identity) + body
        for offset, (info, addend) in relocations.items():
            self.rela += struct.pack("<QQq", start + 8 + offset, info, addend)
        return start

    def finished(self):
        """What follows in a program is aligned to 8 bytes, and a gap would be the end of all."""
        if len(self.bytes) % 8:
            length, = struct.unpack_from("<I", self.bytes, self.last)
            struct.pack_into("<I", self.bytes, self.last, length + 4)
            self.bytes += bytes(4)
        return bytes(self.bytes)

    def add_function(self, common, body, relocations):
        self.add(len(self.bytes) + 4 - common, body, relocations)


def entries(table):
    at = 0
    while at + 4 <= len(table):
        length, identity = struct.unpack_from("<II", table, at)
        if length < 4 or length == 0xffffffff:
            raise Strange("entry")
        yield at, identity, table[at + 8:at + 4 + length]
        at += 4 + length


def read(elf, fresh):
    """All functions. What may not share an entry is copied into the fresh table."""
    relocations = elf.relocations()
    commons, usual, functions = {}, set(), []
    for at, identity, body in entries(elf.content(elf.table)):
        own = {o - at - 8: r for o, r in relocations.items() if at < o < at + 8 + len(body)}
        common = at + 4 - identity
        if not identity:
            commons[at] = fresh.add(0, body, own)
            if body.rstrip(b"\0") == COMMON and not own:
                usual.add(at)
            continue
        if 0 not in own:
            raise Strange("entry")
        functions.append(Function(elf, commons[common], own[0], body))
        if len(own) > 1 or common not in usual or not functions[-1].may_share(body):
            fresh.add_function(commons[common], body, own)
    return functions


def groups(functions):
    """Neighbours that may share an entry."""
    group = []
    for function in sorted(functions, key=lambda f: (f.section, f.start)):
        if group and (not function.does or len(group) == TOGETHER or
                      group[0].section != function.section):
            yield group
            group = []
        if function.does:
            group.append(function)
    if group:
        yield group


def join(elf):
    fresh = Table()
    for group in groups(read(elf, fresh)):
        first, last = group[0], group[-1]
        body = struct.pack("<IIB", 0, last.start + last.size - first.start, 0) + joined(group)
        fresh.add_function(first.common, body, {0: first.relocation})
    elf.replace(elf.table, fresh.finished())
    elf.replace(elf.rela, fresh.rela)


def main():
    with open(sys.argv[1], "r+b") as file:
        try:
            elf = Object(bytearray(file.read()))
            join(elf)
        except Other:
            return
        except Strange as what:
            print(f"{sys.argv[1]}: its unwind table stays as it is: {what}", file=sys.stderr)
            return
        file.seek(0)
        file.write(elf.data)


if __name__ == "__main__":
    main()
