# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the decorator prints that Python's users copy, for the calls of samples.py resident."""


def elapsed_since(elapsed):
    if elapsed < 1:
        return str(round(elapsed * 1000, 2)) + "ms"
    if elapsed < 60:
        return str(round(elapsed, 2)) + "s"
    if elapsed < 3600:
        return str(round(elapsed / 60, 2)) + "min"
    return str(round(elapsed / 3600, 2)) + "hrs"


def format_bytes(size):
    if abs(size) < 1000:
        return str(size) + "B"
    if abs(size) < 1e6:
        return str(round(size / 1e3, 2)) + "kB"
    if abs(size) < 1e9:
        return str(round(size / 1e6, 2)) + "MB"
    return str(round(size / 1e9, 2)) + "GB"


def line(name, rss, vms, shared, seconds):
    print("Profiling: {:>20}  RSS: {:>8} | VMS: {:>8} | SHR {:>8} | time: {:>8}".format(
        "<" + name + ">", format_bytes(rss), format_bytes(vms), format_bytes(shared),
        elapsed_since(seconds)))


inner = (12_300_000, 4_000_000_000, 4096, 61.0)
outer = (inner[0] + 999, inner[1] - 1500, inner[2], 61.001234567)
line("program", *outer)
line("inner", *inner)
line("outer", *outer)
