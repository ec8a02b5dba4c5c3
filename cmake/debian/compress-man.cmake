# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Debian's man pages are compressed. Runs in cpack, on what is about to be packed.
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
