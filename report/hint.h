/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What may have been meant: the ends of error messages. All results are to be freed. */
#ifndef REPORT_HINT_H
#define REPORT_HINT_H

#include <glib.h>

/* "; did you mean NAME?" with the name nearest to a word, behind a prefix, or "" where none is
 * near. Names: count of them, each the first field of an entry of so many bytes. */
char *hint_name(const char *prefix, const char *word, const void *names, size_t count,
				size_t entry);

/* What to do about a profile that is not there, or "". */
char *hint_file(const char *file);

#endif
