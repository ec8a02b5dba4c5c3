# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Runtimes for other machines than this one, below lib/memfn/TRIPLE/, where memfn-clang looks when it
# is told --target=TRIPLE. The plugins know every target they support anyway. Each runtime is built by
# TRIPLE-gcc, with TRIPLE's linker and objcopy (Debian: gcc-TRIPLE, libc6-dev-ARCH-cross).

set(MEMFN_CROSS_TARGETS "" CACHE STRING
	"Machines to build runtimes for besides this one, e.g. aarch64-linux-gnu")
include(ExternalProject)

foreach(triple IN LISTS MEMFN_CROSS_TARGETS)
	find_program(MEMFN_CROSS_GCC_${triple} NAMES ${triple}-gcc)
	mark_as_advanced(MEMFN_CROSS_GCC_${triple})
	if(NOT MEMFN_CROSS_GCC_${triple})
		message(FATAL_ERROR "${triple}-gcc not found: Debian's package is gcc-${triple}")
	endif()
	string(REGEX REPLACE "-.*" "" processor ${triple})
	ExternalProject_Add(memfn_runtime_${triple}
		SOURCE_DIR ${PROJECT_SOURCE_DIR}
		PREFIX ${PROJECT_BINARY_DIR}/cross/${triple}
		INSTALL_DIR ${CMAKE_BINARY_DIR}/lib/memfn/${triple}
		CMAKE_ARGS -DMEMFN_RUNTIME_ONLY=ON -DCMAKE_SYSTEM_NAME=Linux
			-DCMAKE_SYSTEM_PROCESSOR=${processor} -DCMAKE_C_COMPILER=${MEMFN_CROSS_GCC_${triple}}
			-DCMAKE_BUILD_TYPE=${CMAKE_BUILD_TYPE} -DMEMFN_WERROR=${MEMFN_WERROR}
			-DCMAKE_INSTALL_LIBDIR=. -DCMAKE_INSTALL_PREFIX=<INSTALL_DIR>
		BUILD_ALWAYS ON)
	install(DIRECTORY ${CMAKE_BINARY_DIR}/lib/memfn/${triple}
		DESTINATION ${CMAKE_INSTALL_LIBDIR}/memfn)
endforeach()
