#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# archive.sh LIBDIR OBJECT...: makes of the runtime's objects, in LIBDIR,
#   libmemfn.a                for executables: one object, its hidden symbols made local
#   memfn/libmemfn-static.a   for static ones: the same without the malloc family, or the wrapped
#                             calls would find ours for the C library's
#   memfn/exports.list        what an executable shows to the libraries of its process: the hooks, so
#                             that there is one runtime, and what it interposes, to stand in front
#   memfn/wrap.rsp            what a static link has to wrap: all that has a __wrap_ here
# Tools are named by LD, OBJCOPY, AR and NM; LIBC is the C library's archive, where it may lack some of
# what is interposed.

set -eu
lib=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$lib/memfn" "$work/static" "$work/dynamic"

"$LD" -r -o "$work/memfn.o" "$@"
"$OBJCOPY" --localize-hidden "$work/memfn.o"
"$NM" --extern-only --defined-only "$work/memfn.o" | sed -n 's/.* [A-Za-z] //p' >"$work/public"
sed -n 's/^__wrap_//p' "$work/public" >"$work/wrapped"
if [ "${LIBC-}" ]; then
	"$NM" --defined-only "$LIBC" 2>/dev/null | sed -n 's/.* [A-Za-z] //p' | sort -u >"$work/there"
	sort "$work/wrapped" | comm -12 - "$work/there" >"$work/both"
	mv "$work/both" "$work/wrapped"
fi
{
	echo '{'
	sed '/^__wrap_/d; s/$/;/' "$work/public"
	echo '};'
} >"$lib/memfn/exports.list"
# The runtime refers to the wrapped functions weakly, which brings nothing in from libc.a; -u does.
sed 's/.*/--wrap=& --undefined=&/' "$work/wrapped" >"$lib/memfn/wrap.rsp"
sed 's/^/--localize-symbol=/' "$work/wrapped" >"$work/localize.rsp"
"$OBJCOPY" "@$work/localize.rsp" "$work/memfn.o" "$work/static/memfn.o"

# Where the link is dynamic, --wrap is the program's own, and its names are.
{
	sed -n 's/^__wrap_.*/--localize-symbol=&/p' "$work/public"
	"$NM" --undefined-only "$work/memfn.o" |
		sed -n 's/.* __real_\(.*\)/--redefine-sym=__real_\1=memfn_wrapped_\1/p'
} >"$work/names.rsp"
"$OBJCOPY" "@$work/names.rsp" "$work/memfn.o" "$work/dynamic/memfn.o"

rm -f "$lib/libmemfn.a" "$lib/memfn/libmemfn-static.a"
"$AR" rcs "$lib/libmemfn.a" "$work/dynamic/memfn.o"
"$AR" rcs "$lib/memfn/libmemfn-static.a" "$work/static/memfn.o"
