# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Completion for bash: commands, their options, columns, formats and files. It asks memreport's own
# --help, so that nothing stands here twice.

_memreport_section() { # the first words of what stands below a heading
	sed -n "/^$1/,/^[A-Z].*:\|^\$/s/^  \([a-z][a-z]*\)  .*/\1/p"
}

_memreport_values() { # of option $3 of command $2, asked of program $1
	case $3 in
	--sort | -s | --columns | -c) "$1" --help | _memreport_section Columns ;;
	--format | -f) "$1" export --help | sed -n '/^Formats:/,/^Metrics/s/^  \([a-z0-9]*\)  .*/\1/p' ;;
	--metric | -m) "$1" export --help | sed -n 's/^Metrics: \([^.]*\)\..*/\1/p' | tr -d , ;;
	--color) echo auto always never ;;
	*) return 1 ;;
	esac
}

_memreport_options() { # those of command $2, with = where they take a value
	"$1" "$2" --help | sed -n 's/^  \(-., \)\?\(--[a-z][a-z-]*=\?\).*/\2/p' | sort -u
}

_memreport() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words command=stats
	local program=${COMP_WORDS[0]} commands before=

	[[ $cur != '=' ]] || cur=
	[[ $prev != '=' ]] || prev=${COMP_WORDS[COMP_CWORD - 2]}
	[[ ${COMP_WORDS[COMP_CWORD]} != '=' ]] || prev=${COMP_WORDS[COMP_CWORD - 1]}
	commands=$("$program" --help 2>/dev/null | _memreport_section Commands)
	[[ " ${commands//$'\n'/ } " != *" ${COMP_WORDS[1]} "* ]] || command=${COMP_WORDS[1]}
	if words=$(_memreport_values "$program" "$command" "$prev" 2>/dev/null); then
		[[ $cur != *,* ]] || before=${cur%,*},
		mapfile -t COMPREPLY < <(compgen -P "$before" -W "$words" -- "${cur##*,}")
	elif [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_memreport_options "$program" "$command")" -- "$cur")
		[[ ${COMPREPLY[*]} != *= ]] || compopt -o nospace 2>/dev/null
	else
		((COMP_CWORD > 1)) || mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$cur")
		compopt -o filenames 2>/dev/null
		mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$cur")
	fi
}

complete -F _memreport memreport
