/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The text of source lines, where the files can be read. */
#ifndef REPORT_SOURCE_H
#define REPORT_SOURCE_H

#include <glib.h>
#include <stdint.h>

struct source;

/* folders: where relative names are looked for, one after the other, and then in the current one,
 * and then above them; copied. */
struct source *source_new(GPtrArray *folders);
/* The folders of these profiles, PROFILE@SNAPSHOT among them: names in a profile are as the
 * compiler was given them, and the profile often lies beside. */
struct source *source_beside(char *const *profiles);
void source_free(struct source *source);

/* The line without the blanks around it, printable; NULL where there is none. To be freed. */
char *source_line(struct source *source, const char *file, uint32_t line);

#endif
