# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# ccache.sh FOLDER CLANGS front|behind [VARIABLE=VALUE...]: compiles shapes.c with a ccache on that
# side of the wrapper, with all sorts of differences, and fails where it takes or misses a result
# that it should not.
set -eu
cd "$1"
clangs=$2 side=$3
shift 3
rm -rf cache masked
export CCACHE_DIR=$PWD/cache "$@"
mkdir masked
ln -s "$(command -v ccache)" masked/clang
export MEMFN_CLANG=$clangs/clang
compile=(ccache bin/memfn-clang)
if [[ $side == behind ]]; then
	export PATH=$PWD/masked:$clangs:$PATH MEMFN_CLANG=$PWD/masked/clang
	compile=(bin/memfn-clang)
fi

hits() {
	ccache --print-stats | awk '/^(direct|preprocessed)_cache_hit/ { n += $2 } END { print n + 0 }'
}

# expect hit|miss WHAT ARGUMENT...
expect() {
	local want=$1 what=$2 before after
	shift 2
	before=$(hits)
	"${compile[@]}" -O2 -c shapes.c -o shapes.o "$@"
	after=$(hits)
	if [[ $want != "$( ((after > before)) && echo hit || echo miss)" ]]; then
		echo "$side $CCACHE_DIR: no $want: $what" >&2
		ccache --print-stats | grep -v '0$' >&2
		exit 1
	fi
}

age() {
	touch -d '1 year ago' "$@"
}

cp functions.list a.list && age a.list
expect miss 'the first time'
expect hit 'the same again'
expect miss 'all functions' --memfn-all
expect hit 'all functions again' --memfn-all
expect miss 'a list' --memfn-list=a.list
expect hit 'the list again' --memfn-list=a.list
nm shapes.o | grep -q __memfn_desc.shape_new
echo 'fun:main' >a.list && age a.list
expect miss 'another text of the list' --memfn-list=a.list
! nm shapes.o | grep -q __memfn_desc.shape_new
cp functions.list a.list && age a.list
expect hit 'the first text of the list' --memfn-list=a.list
nm shapes.o | grep -q __memfn_desc.shape_new
for plugin in lib/memfn/llvm-*/MemFnPass.so; do
	echo >>"$plugin" # behind what a loader reads
	touch -d '11 months ago' "$plugin"
done
expect miss 'another plugin' --memfn-all
expect hit 'the other plugin again' --memfn-all
