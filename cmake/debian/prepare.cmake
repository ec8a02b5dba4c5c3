# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What Debian wants otherwise than cmake --install does it. Runs in cpack, on what will be packed.

# A package is for one machine.
file(GLOB others "${CPACK_TEMPORARY_DIRECTORY}/usr/lib/memfn/*-linux-*")
if(others)
	file(REMOVE_RECURSE ${others})
endif()

file(GLOB pages "${CPACK_TEMPORARY_DIRECTORY}/usr/share/man/man1/*.1")
foreach(page IN LISTS pages)
	if(IS_SYMLINK "${page}")
		file(READ_SYMLINK "${page}" target)
		file(CREATE_LINK "${target}.gz" "${page}.gz" SYMBOLIC)
		file(REMOVE "${page}")
	else()
		execute_process(COMMAND gzip -9n "${page}")
	endif()
endforeach()
