# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""told.py TOLD JSON: each cost that suggest told is that of so many calls, as the profile has it."""
import json
import re
import sys

UNITS = {"s": 1e9, "us": 1e3, "ns": 1}
told, profile = open(sys.argv[1]).read(), json.load(open(sys.argv[2]))
hook_ns = profile["processes"][0]["hook_ns"]
found = re.findall(r"costs about ([\d.]+) (\w+), .*?\(([\d,]+) calls", told)
assert len(found) == 2, told
for cost, unit, calls in found:
    wanted = hook_ns * int(calls.replace(",", "")) / UNITS[unit]
    last_digit = 10 ** -len(cost.partition(".")[2])
    assert abs(float(cost) - wanted) <= last_digit, (cost, unit, wanted)
