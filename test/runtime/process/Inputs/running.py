# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""running.py PROFILE WHAT PID: copies a profile to WHAT, as if PID were writing it: here, or of
another boot, or of another container."""
import struct
import sys

profile, what, pid = sys.argv[1:]
data = bytearray(open(profile, "rb").read())
STATE, PID, NAMESPACE, BOOT = 32, 40, 48, 56  # struct memfn_header
struct.pack_into("<I", data, STATE, 0)
struct.pack_into("<I", data, PID, int(pid))
if what == "boot":
    data[BOOT:BOOT + 8] = b"00000000"
if what == "container":
    struct.pack_into("<Q", data, NAMESPACE, 1)
open(what, "wb").write(data)
