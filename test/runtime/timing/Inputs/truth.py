# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""truth.py JSON TRUTH: lines "function total_ns self_ns calls" that the program measured itself.

An estimate is within five of its standard errors, and these are small. Reading the clock takes time
too, and a unit of work is not the same at all times: a tenth is allowed for that, and a microsecond a
call, which a reading of the CPU clock takes where others have had the caches since the last one.
"""
import json
import sys


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        profile = json.load(file)
    assert profile["processes"][0]["timing"] == "sampled"
    functions = {f["name"]: f for f in profile["functions"]}
    failed = 0
    with open(sys.argv[2], encoding="utf-8") as file:
        truth = [line.split() for line in file]
    for name, total, own, calls in truth:
        f = functions[name]
        assert f["calls"] == int(calls), (name, f["calls"])
        for key, value in (("total", int(total)), ("self", int(own))):
            error = f[key + "_error_ns"]
            off = abs(f[key + "_ns"] - value)
            print(f"{name} {key}: {f[key + '_ns']} +- {error}, measured {value}")
            failed += off > 5 * error + 0.1 * value + 1000 * int(calls)
            failed += not 0 < error < 0.4 * value
    assert functions["uneven"]["allocs"] == functions["uneven"]["temp_allocs"] == 20000
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
