# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The Debian package: `cpack -G DEB` in the build tree. What memreport needs is found by
# dpkg-shlibdeps; the plugins link nothing of LLVM, and each serves one clang: any of those that
# there are plugins for will do.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME memfn)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The MemFn developers <memfn@localhost>" CACHE STRING
	"Maintainer of the Debian package")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "memory and time of the functions of C and C++ programs")
set(CPACK_PACKAGE_DESCRIPTION
"A clang plugin puts hooks into the functions one chooses; a small runtime
counts what each call allocates, needs at its peak, leaves behind, and how
long it takes; memreport shows it as a table, by callers, lines and types,
checks budgets in continuous integration, and exports it for other tools.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
	GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

list(TRANSFORM MEMFN_LLVMS PREPEND clang- OUTPUT_VARIABLE clangs)
list(JOIN clangs " | " clangs)
set(debian ${PROJECT_SOURCE_DIR}/cmake/debian)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "${clangs}")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${debian}/shlibs;${debian}/triggers")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_PRE_BUILD_SCRIPTS ${debian}/prepare.cmake)

# What Debian wants in each package; harmless elsewhere.
set(made ${CMAKE_CURRENT_BINARY_DIR}/package)
file(MAKE_DIRECTORY ${made})
execute_process(COMMAND gzip -9n INPUT_FILE ${debian}/changelog OUTPUT_FILE ${made}/changelog.gz)
install(FILES ${debian}/copyright ${made}/changelog.gz
	DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/memfn)
install(FILES ${debian}/lintian-overrides
	DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/lintian/overrides RENAME memfn)

include(CPack)
