# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Fails unless the command ends with this exit status. usage: status.py STATUS COMMAND..."""

import subprocess
import sys

status = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
if status != int(sys.argv[1]):
    sys.exit(f"exit status is {status} when it should be {sys.argv[1]}: {' '.join(sys.argv[2:])}")
