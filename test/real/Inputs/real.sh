# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What the scripts of real programs share (bash, sourced): arguments, and comparing with valgrind.

real=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$real/../../scripts/common.sh"

# read_arguments NAME ARGUMENT...: sets `quick`, `folder`, `memfn_clang` and `quiet_log`.
read_arguments() {
	folder=$build/real/$1 quick=
	shift
	while (($#)); do
		case $1 in
		--quick) quick=1 ;;
		-h | --help) usage; exit 0 ;;
		-*) usage >&2; exit 2 ;;
		*) folder=$1 ;;
		esac
		shift
	done
	memfn_clang=$build/bin/memfn-clang
	[[ -x $memfn_clang ]] || die "$memfn_clang is not there: build MemFn first"
	export MEMFN_CLANG=$clang
	mkdir -p "$folder"
	folder=$(cd "$folder" && pwd)
	build=$(cd "$build" && pwd)
	quiet_log=$folder/quiet.log
}

# run_tests_of NAME COMMAND...: its output goes to a file, whose end is shown if it fails.
run_tests_of() {
	local log=$folder/$1.tests name=$1 start=$SECONDS
	shift
	if ! MEMFN_OUTPUT=${MEMFN_OUTPUT:-$folder/profiles/%p.out} "$@" >"$log" 2>&1 </dev/null; then
		tail -n 30 "$log" >&2
		die "$name: its own tests failed; see $log"
	fi
	echo "$name: passed in $((SECONDS - start)) s"
}

# valgrind_log LOG COMMAND...: what libc and libstdc++ free at exit is not the program's.
valgrind_log() {
	local log=$1
	shift
	valgrind --log-file="$log" --run-libc-freeres=no --run-cxx-freeres=no "$@"
}

# same_totals PROFILE LOG
same_totals() {
	"$build/bin/memreport" export --format=json "$1" >"$1.json"
	python3 "$real/Inputs/profile.py" valgrind "$1.json" "$2"
	python3 "$real/Inputs/profile.py" totals "$1.json"
}
