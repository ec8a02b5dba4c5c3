# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# usage: completion.bash FILE: what the completion in FILE says, sorted, behind what was typed.
source "$1"

complete_line() {
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
	_memreport
	echo "$*: $(printf '%s\n' "${COMPREPLY[@]}" | sort | xargs)"
}

complete_line memreport su
complete_line memreport r
complete_line memreport tree --f
complete_line memreport --strip
complete_line memreport --sort cumat
complete_line memreport --sort = leaked
complete_line memreport stats --columns ncalls,leaked
complete_line memreport export --format =
complete_line memreport export -m at
complete_line memreport lines --color a
complete_line memreport diff ru
