# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# How MemFn's tests run. Each LLVM is a run of its own over pass/, runtime/, property/, install/ and
# real/; report/, unit/, house/ and docs/, which know no LLVM, run once ("common").
#
# A test writes below %t only, passes beside any other, and compares counts, bytes and names, never
# times or addresses. Substitutions:
#   %clang %clangxx              this LLVM's compilers, bare
#   %clang_memfn %clangxx_memfn  the same with the plugin and memfn.h; they link no runtime:
#   %link_static %link_shared    what to add for libmemfn.a, or for libmemfn.so
#   %opt_memfn                   opt with the plugin loaded; add -passes=memfn
#   %memfn_clang %memfn_clangxx  the wrappers, on this LLVM
#   %memreport %libmemfn_a %libmemfn_so %plugin %include %lib_dir %bin_dir %build_dir
#   %examples %llvm_version
#   %emulator %target           of another machine, in its suite (feature cross)
#   %python %host_cc (a compiler without MemFn, for the machine of the suite) %test_dir (this folder)

import os
import shutil

import lit.formats

VERSIONED = ["pass", "runtime", "property", "install", "real"]
# What an emulator has not (/proc, seccomp, limits, other tools), or what is the same everywhere.
CROSS_EXCLUDED = ["company", "instructions", "security", "want"]
COMMON = ["report", "unit", "house", "fuzz", "docs", "bench"]

config.name = "MemFn-" + config.memfn_suite
config.test_format = lit.formats.ShTest(execute_external=True)
config.suffixes = [".c", ".cpp", ".ll", ".test"]
config.test_source_root = os.path.join(config.memfn_source_dir, "test")
config.test_exec_root = config.memfn_obj_dir
config.excludes = ["Inputs"] + (COMMON if config.memfn_suite != "common" else VERSIONED)

version = config.llvm_version
lib = config.memfn_lib_dir


def llvm_tool(name):
    return os.path.join(config.llvm_bin_dir, name)


# For another machine the compilers get --target, and what they link is run by its emulator.
cross = target = ""
host_cc = config.host_cc
if config.target:
    runtime_tests = os.path.join(config.memfn_source_dir, "test", "runtime")
    emulator = f"qemu-{config.target.split('-')[0]}-static -L /usr/{config.target}"
    cross, target = f"{runtime_tests}/Inputs/cross '{emulator}' ", f" --target={config.target}"
    config.test_source_root = runtime_tests
    config.excludes = ["Inputs"] + CROSS_EXCLUDED
    lib = os.path.join(lib, "memfn", config.target)
    host_cc = f"{cross}{config.target}-gcc"
    config.substitutions += [(r"%emulator\b", emulator), (r"%target\b", config.target)]
    config.available_features.add("cross")
    config.unsupported = not shutil.which(emulator.split()[0])


def compiler(name):
    return cross + llvm_tool(name) + target


def wrapper(name):
    command = f"env MEMFN_CLANG={llvm_tool('clang')} {os.path.join(config.memfn_bin_dir, name)}"
    return cross + command + target


plugin_flags = f"-fpass-plugin={config.memfn_plugin} -I{config.memfn_source_dir}/include"
exports = os.path.join(lib, "memfn", "exports.list")

config.substitutions += [
    (r"%clang_memfn\b", f"{compiler('clang')} {plugin_flags}"),
    (r"%clangxx_memfn\b", f"{compiler('clang++')} {plugin_flags}"),
    (r"%clangxx\b", compiler("clang++")),
    (r"%clang\b", compiler("clang")),
    (r"%link_static\b",
     f"-Wl,-u,__memfn_abi_v1 {lib}/libmemfn_new.a {lib}/libmemfn.a -Wl,--dynamic-list={exports}"),
    (r"%link_shared\b", f"{lib}/libmemfn.so -Wl,-rpath,{lib}"),
    # -load makes 14's opt know the pass's own options; the others need no more than the plugin.
    (r"%opt_memfn\b",
     f"{llvm_tool('opt')} -load {config.memfn_plugin} -load-pass-plugin={config.memfn_plugin}"),
    (r"%memfn_clangxx\b", wrapper("memfn-clang++")),
    (r"%memfn_clang\b", wrapper("memfn-clang")),
    (r"%memreport\b", os.path.join(config.memfn_bin_dir, "memreport")),
    (r"%libmemfn_a\b", f"{lib}/libmemfn.a"),
    (r"%libmemfn_so\b", f"{lib}/libmemfn.so"),
    (r"%lib_dir\b", lib),
    (r"%bin_dir\b", config.memfn_bin_dir),
    (r"%build_dir\b", config.memfn_build_dir),
    (r"%examples\b", os.path.join(config.memfn_source_dir, "examples")),
    (r"%llvm_version\b", str(version)),
    (r"%plugin\b", config.memfn_plugin),
    (r"%include\b", f"{config.memfn_source_dir}/include"),
    (r"%python\b", "python3"),
    (r"%host_cc\b", host_cc),
    (r"%test_dir\b", os.path.join(config.memfn_source_dir, "test")),
]

# This LLVM's FileCheck, not, split-file, opt, llvm-nm and clang stand before any other.
environment = config.environment
environment["PATH"] = os.pathsep.join([config.llvm_bin_dir, os.environ["PATH"]])
for key in [k for k in environment if k.startswith("MEMFN_")]:
    del environment[key]
for key in ("LC_ALL", "LANG"):
    environment[key] = "C.UTF-8"
environment["TZ"] = "UTC"

# A ladder: what needs clang 16 says so, and holds for 19 and 22 too.
for step in (14, 16, 19, 22):
    if version >= step:
        config.available_features.add(f"llvm-ge-{step}")
config.available_features.add(f"llvm-{version}")
config.available_features.add(config.target.split("-")[0] or config.host_arch)
if config.sanitized:
    config.available_features.add("sanitized")
for tool in ("musl-gcc", "valgrind", "gdb", "jq", "ccache", "cmake", "pkg-config", "strace", "mpicc", "dpkg",
             "python3-config", "autoreconf", "meson", "make"):
    if shutil.which(tool):
        config.available_features.add(tool)
if shutil.which("clang-format-14"):
    config.available_features.add("clang-format")
# scripts/test fetches it, below the build tree that the tests' own scripts then look in too.
environment["MEMFN_BUILD"] = config.memfn_build_dir
for package, feature in (("lua5.4", "lua"), ("libzstd", "zstd"), ("leveldb", "leveldb")):
    if os.path.exists(os.path.join(config.memfn_build_dir, "src", package)):
        config.available_features.add(feature + "-source")
# What no version of LLVM changes runs for one of them only, the default clang's: its plugin stands
# without a version in its path.
default = os.path.realpath(os.path.join(lib, "MemFnPass.so"))
if os.path.realpath(config.memfn_plugin) == default:
    config.available_features.add("default-llvm")
if os.path.exists(llvm_tool("ld.lld")):
    config.available_features.add("lld")
