# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Where the figures come from."""
import datetime
import os
import platform
import re
import subprocess

VERSIONS = {"heaptrack": ["heaptrack", "--version"], "valgrind": ["valgrind", "--version"],
            "uftrace": ["uftrace", "--version"]}


def first_line(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return None
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0] if lines else None


def grep(path, pattern):
    try:
        found = re.search(pattern, open(path).read(), re.MULTILINE)
    except OSError:
        return None
    return found[1] if found else None


def describe(clang):
    return {
        "cpu": grep("/proc/cpuinfo", r"^model name\s*: (.*)") or platform.machine(),
        "cores": os.cpu_count(),
        "virtual": bool(grep("/proc/cpuinfo", r"^flags\s*:.*\b(hypervisor)\b")),
        "memory_bytes": int(grep("/proc/meminfo", r"^MemTotal:\s*(\d+)") or 0) * 1024,
        "kernel": platform.release(),
        "system": grep("/etc/os-release", r'^PRETTY_NAME="(.*)"'),
        "libc": " ".join(platform.libc_ver()),
        "clang": first_line([clang, "--version"]),
        "versions": {name: first_line(command) for name, command in VERSIONS.items()},
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
        "load": os.getloadavg()[0],
    }


def sentence(machine):
    virtual = ", a virtual machine" if machine["virtual"] else ""
    return (f"{machine['cpu']}, {machine['cores']} cores{virtual}, "
            f"{machine['memory_bytes'] / 2**30:.0f} GiB, {machine['system']}, "
            f"Linux {machine['kernel']}, {machine['libc']}, {machine['clang']}, "
            f"load {machine['load']:.1f} when it began")
