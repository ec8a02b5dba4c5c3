/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the profile is called: the pattern of MEMFN_OUTPUT, spelt out. */
#ifndef MEMFN_NAME_H
#define MEMFN_NAME_H

#include <limits.h>
#include <stdbool.h>

/* Room for a name, with the suffixes that a later process adds. */
#define MEMFN_NAME_MAX (PATH_MAX + 64)

/* Spells out a pattern (%p pid, %h host, %e program, %t start in UTC, %r rank, %%; null: the
 * default) as an absolute name. -ENAMETOOLONG, or -errno of the working folder. */
int memfn_name_expand(const char *pattern, char into[MEMFN_NAME_MAX]);
/* Whether the pattern tells processes apart by itself. */
bool memfn_name_has_pid(const char *pattern);
/* Makes the folders above a name, as far as they are missing; what fails shows at creation. */
void memfn_name_make_folders(const char *name);

#endif
