# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads the event log of a random program (Inputs/log.h)."""

import struct
from typing import NamedTuple

RECORD = struct.Struct("<BBHIQQ")


class Event(NamedTuple):
    kind: str      # a letter of Inputs/log.h
    thread: int
    function: int  # for E, X, L
    a: int         # depth, line, block or thread
    b: int = 0     # bytes, for A


def read(path):
    events = []
    with open(path, "rb") as log:
        for kind, _, thread, function, a, b in RECORD.iter_unpack(log.read()):
            if not kind:
                break
            events.append(Event(chr(kind), thread, function, a, b))
    return events


def without_addresses(events):
    """The same log with blocks numbered as they appear: what two runs must agree on."""
    numbers, born, out = {}, 0, []
    for e in events:
        if e.kind == "A":
            born += 1
            numbers[e.a] = born
        if e.kind in "AF":
            e = e._replace(a=numbers.get(e.a, 0))
        out.append(e)
    return out


def of_each_thread(events):
    """The same for threads whose order among each other is left to chance: one after the other,
    and nothing of which block is freed."""
    return sorted((e._replace(a=0) if e.kind in "AF" else e for e in events),
                  key=lambda e: e.thread)
