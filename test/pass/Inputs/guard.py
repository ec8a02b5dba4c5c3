#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Loads a plugin into every other clang there is."""

import shutil
import subprocess
import sys

plugin, version = sys.argv[1:]
for other in ("14", "16", "19", "22"):
    clang = shutil.which(f"clang-{other}")
    if other == version or not clang:
        continue
    run = subprocess.run([clang, f"-fpass-plugin={plugin}", "-x", "c", "-c", "-o", "/dev/null", "-"],
                         input="int x;", capture_output=True, text=True)
    lines = [l for l in run.stderr.splitlines() if not l.startswith("clang")]
    good = run.returncode and lines and lines[0].startswith(f"memfn: this plugin is for LLVM {version},")
    if not good:
        print("bad", other, run.returncode, run.stderr)
print("tried")
