# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What every part of the build shares: options, where things lie in the build tree, and two
# interface targets that parts written in C or C++ link:
#   memfn_warnings   the project's warnings (and -Werror where MEMFN_WERROR is on)
#   memfn_sanitize   ASan and UBSan where MEMFN_SANITIZE is on: memreport and unit tests, never the
#                    runtime, which stands below any sanitizer

# The same names below a prefix as in the build tree; a distribution sets its own, which `set` would
# make a path below the current folder.
if(NOT DEFINED CMAKE_INSTALL_LIBDIR)
	set(CMAKE_INSTALL_LIBDIR lib CACHE PATH "Where libraries and plugins go, below the prefix")
endif()
include(GNUInstallDirs)

option(MEMFN_WERROR "Treat warnings as errors" OFF)
option(MEMFN_SANITIZE "Build memreport and the unit tests with ASan and UBSan" OFF)
option(MEMFN_BUILD_TESTS "Build the tests and their targets check-memfn*" ON)
option(MEMFN_RUNTIME_ONLY "Build the runtime and nothing else, as for another machine" OFF)
set(MEMFN_LLVM_VERSIONS "" CACHE STRING
	"LLVM versions to build plugins for, of 14;16;19;22 (empty: every one found)")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
	set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Debug, Release, RelWithDebInfo" FORCE)
endif()

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)

add_library(memfn_warnings INTERFACE)
target_compile_options(memfn_warnings INTERFACE
	-Wall -Wextra -Wshadow -Wvla -Wwrite-strings
	$<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes>
	$<$<COMPILE_LANGUAGE:C>:-Wmissing-prototypes>
	$<$<BOOL:${MEMFN_WERROR}>:-Werror>)

add_library(memfn_sanitize INTERFACE)
if(MEMFN_SANITIZE)
	set(flags -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
	target_compile_options(memfn_sanitize INTERFACE ${flags})
	target_link_options(memfn_sanitize INTERFACE ${flags})
endif()
