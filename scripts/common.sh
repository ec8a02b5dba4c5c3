# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What scripts/demo and scripts/test share (bash, sourced): packages from Debian, sources of the
# programs under test, and the build. Installing packages is the one thing done to the machine;
# everything else happens below build/, and apt's own configuration is left alone.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${MEMFN_BUILD:-$root/build}
# The tree is built to be found without anybody's settings.
unset MEMFN_PASS MEMFN_OPTIONS MEMFN_OUTPUT MEMFN_CLANG

build_packages=(cmake ninja-build g++ python3 pkg-config
	libglib2.0-dev libsmartcols-dev libjansson-dev libprotobuf-c-dev protobuf-c-compiler zlib1g-dev
	libedit-dev)
demo_packages=("${build_packages[@]}" clang llvm-14-dev dpkg-dev make)

test_packages=("${demo_packages[@]}" valgrind gdb procps clang-format-14 python3-psutil
	libjemalloc-dev libgoogle-perftools-dev libmimalloc-dev heaptrack btrfs-progs graphviz golang-go
	pyprof2calltree python3-dev openmpi-bin libopenmpi-dev lintian man-db less
	gcc-aarch64-linux-gnu g++-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static
	libgtest-dev libgmock-dev libbenchmark-dev musl-tools)
test_packages+=(autoconf automake libtool-bin meson ccache)
for version in 14 16 19 22; do
	test_packages+=("clang-$version" "llvm-$version-dev" "llvm-$version-tools" "lld-$version"
		"libclang-rt-$version-dev")
done
unset version

say() {
	printf '\n==> %s\n' "$*"
}

die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

as_root() {
	if ((EUID == 0)); then
		"$@"
	else
		sudo "$@"
	fi
}

# Runs a command silently; shows what it printed if it fails. Who runs beside others has a log of its
# own: quiet_log.
quietly() {
	local log=${quiet_log:-$build/quiet.log}
	mkdir -p "$build"
	"$@" >"$log" 2>&1 && return
	cat "$log" >&2
	local command=$*
	die "failed: ${command:0:200}"
}

# --- Packages -------------------------------------------------------------------------------------

missing_packages() {
	local installed
	installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
		sed -n 's/^installed //p' || true)
	comm -23 <(printf '%s\n' "$@" | sort -u) <(sort -u <<<"$installed") | tr '\n' ' '
}

# The repositories of this machine that hold Debian itself: URI suite component, one a line.
debian_repositories() {
	apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
		grep -E '^[^ ]+ bookworm(-[a-z]+)? ' | sort -u
}

# An apt that reads only DIR/sources.list and writes only below DIR: sets `private_apt`.
use_private_apt() {
	mkdir -p "$1/lists/partial" "$1/cache/archives/partial"
	private_apt=(-q -o "Dir::Etc::SourceList=$1/sources.list" -o Dir::Etc::SourceParts=/dev/null
		-o "Dir::State::Lists=$1/lists" -o "Dir::Cache=$1/cache" -o APT::Sandbox::User=root)
}

has_candidate() {
	[[ $(apt-cache policy "$1") == *"Candidate: "[^\(]* ]]
}

install_now() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q "${apt_options[@]}" install -y \
		--no-install-recommends "$@" >>"$build/apt.log" 2>&1 ||
		die "apt-get install failed; see $build/apt.log"
}

# LLVM 22 came to Debian 12 by its security suite, which a minimal installation does not read.
install_with_security() {
	local dir mirror
	local -a apt_options
	dir=$(mktemp -d)
	use_private_apt "$dir"
	apt_options=("${private_apt[@]}")
	for mirror in $(debian_repositories | sed -nE 's|/debian/? bookworm .*|/debian-security|p') \
		http://security.debian.org/debian-security; do
		debian_repositories | sed 's/^/deb /' >"$dir/sources.list"
		echo "deb $mirror bookworm-security main" >>"$dir/sources.list"
		as_root apt-get "${apt_options[@]}" -o APT::Update::Error-Mode=any update \
			>>"$build/apt.log" 2>&1 && break
	done
	install_now "$@"
	as_root rm -rf "$dir"
}

install_packages() {
	local missing package
	missing=$(missing_packages "$@")
	[[ $missing ]] || return 0
	say "Installing from Debian: $missing"
	((EUID == 0)) || type -P sudo >/dev/null || die "needs root or sudo to install: $missing"
	local -a plain=() security=() apt_options=()
	mkdir -p "$build"
	as_root apt-get -q update >"$build/apt.log" 2>&1 || true
	for package in $missing; do
		if has_candidate "$package"; then plain+=("$package"); else security+=("$package"); fi
	done
	((!${#plain[@]})) || install_now "${plain[@]}"
	if ((${#security[@]})); then
		echo "From bookworm-security, which this machine's apt does not read, for this once: ${security[*]}"
		install_with_security "${security[@]}"
	fi
}

# --- Sources of the programs under test -----------------------------------------------------------

# Downloads Debian's source package $1 into $2, from the suites (a pattern) $3.
download_source() {
	local apt=$build/apt
	mkdir -p "$apt"
	use_private_apt "$apt"
	debian_repositories | grep -E "$3" | sed 's/^/deb-src /' >"$apt/sources.list"
	apt-get "${private_apt[@]}" update && cd "$2" &&
		apt-get "${private_apt[@]}" source --download-only "$1"
}

# fetch_source PACKAGE: unpacks Debian's source package to $build/src/PACKAGE, once. Mirrors of
# security updates do not always hold the sources they list; those of the release do.
fetch_source() {
	local dir=$build/src/$1 download
	[[ ! -e $dir ]] || return 0
	say "Fetching Debian's source package $1"
	mkdir -p "$build/src"
	download=$(mktemp -d -p "$build/src")
	(download_source "$1" "$download" . >"$build/quiet.log" 2>&1) ||
		(quietly download_source "$1" "$download" ' bookworm ')
	quietly dpkg-source --no-check -x "$download"/*.dsc "$download/unpacked"
	mv "$download/unpacked" "$dir"
	rm -r "$download"
}

# fetch_lua: Lua 5.4 as Debian has it, with the header that its debian/rules writes. Its sources, but
# for those of luac, are then in the array `lua_sources`; `lua_flags` compiles and links them.
fetch_lua() {
	local src=$build/src/lua5.4/src
	fetch_source lua5.4
	echo '#define DEB_HOST_MULTIARCH "'"$(uname -m)"'-linux-gnu"' >"$src/lua5.4-deb-multiarch.h"
	mapfile -t lua_sources < <(ls "$src"/*.c | grep -v '/luac\.c$')
	lua_flags=(-std=gnu99 -DLUA_COMPAT_5_3 -DLUA_USE_POSIX)
}

# --- Build ----------------------------------------------------------------------------------------

# configure_and_build [CMAKE_ARGUMENT...]
configure_and_build() {
	say "Building MemFn in $build"
	quietly cmake -G Ninja -S "$root" -B "$build" "$@"
	quietly cmake --build "$build" --parallel "$(nproc)"
}
