# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Finds every supported LLVM beside the others, without loading any of them (two LLVMConfig.cmake in
# one directory scope collide). Sets, for each major version N in MEMFN_LLVMS:
#   MEMFN_LLVMS            versions found, ascending, restricted by MEMFN_LLVM_VERSIONS
#   MEMFN_LLVM_N_CMAKE     the folder of its LLVMConfig.cmake
#   MEMFN_LLVM_N_BIN       the folder of its clang, opt, FileCheck
# and
#   MEMFN_LLVM_DEFAULT     the version of the clang that is plain `clang`, else the newest in MEMFN_LLVMS

set(MEMFN_LLVM_SUPPORTED 14 16 19 22)

function(memfn_find_llvm version)
	find_program(MEMFN_LLVM_CONFIG_${version} NAMES llvm-config-${version}
		HINTS /usr/lib/llvm-${version}/bin)
	mark_as_advanced(MEMFN_LLVM_CONFIG_${version})
	if(NOT MEMFN_LLVM_CONFIG_${version})
		return()
	endif()
	execute_process(COMMAND ${MEMFN_LLVM_CONFIG_${version}} --cmakedir --bindir
		OUTPUT_VARIABLE dirs OUTPUT_STRIP_TRAILING_WHITESPACE)
	string(REPLACE "\n" ";" dirs "${dirs}")
	list(GET dirs 0 cmake)
	list(GET dirs 1 bin)
	if(EXISTS ${cmake}/LLVMConfig.cmake)
		set(MEMFN_LLVM_${version}_CMAKE ${cmake} PARENT_SCOPE)
		set(MEMFN_LLVM_${version}_BIN ${bin} PARENT_SCOPE)
	endif()
endfunction()

function(memfn_default_clang result)
	find_program(MEMFN_DEFAULT_CLANG NAMES clang DOC "The clang that is meant by plain `clang`")
	mark_as_advanced(MEMFN_DEFAULT_CLANG)
	set(version "")
	if(MEMFN_DEFAULT_CLANG)
		execute_process(COMMAND ${MEMFN_DEFAULT_CLANG} -dumpversion
			OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE)
		string(REGEX REPLACE "\\..*" "" version "${version}")
	endif()
	set(${result} "${version}" PARENT_SCOPE)
endfunction()

set(MEMFN_LLVMS "")
foreach(version IN LISTS MEMFN_LLVM_SUPPORTED)
	if(MEMFN_LLVM_VERSIONS AND NOT version IN_LIST MEMFN_LLVM_VERSIONS)
		continue()
	endif()
	memfn_find_llvm(${version})
	if(MEMFN_LLVM_${version}_CMAKE)
		list(APPEND MEMFN_LLVMS ${version})
	endif()
endforeach()
foreach(version IN LISTS MEMFN_LLVM_VERSIONS)
	if(NOT version IN_LIST MEMFN_LLVM_SUPPORTED)
		message(FATAL_ERROR "LLVM ${version} is not supported: MEMFN_LLVM_VERSIONS can hold ${MEMFN_LLVM_SUPPORTED}")
	endif()
	if(NOT version IN_LIST MEMFN_LLVMS)
		message(FATAL_ERROR "LLVM ${version} is asked for but not found: Debian's package is llvm-${version}-dev")
	endif()
endforeach()
if(NOT MEMFN_LLVMS)
	message(FATAL_ERROR "No LLVM of ${MEMFN_LLVM_SUPPORTED} found: Debian's package is llvm-14-dev")
endif()

memfn_default_clang(MEMFN_LLVM_DEFAULT)
if(NOT MEMFN_LLVM_DEFAULT IN_LIST MEMFN_LLVMS)
	list(GET MEMFN_LLVMS -1 MEMFN_LLVM_DEFAULT)
endif()
message(STATUS "Plugins for LLVM ${MEMFN_LLVMS}; default ${MEMFN_LLVM_DEFAULT}")
