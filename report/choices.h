/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The lines of lists that choosing functions went by, as the objects of a program keep them. Counts
 * are those of what was loaded: a library that this run did not need says nothing. Of several
 * profiles the largest counts stand, since they are mostly runs of one program. Lists whose files
 * have one name, in whatever folder, and the same lines are one.
 */
#ifndef REPORT_CHOICES_H
#define REPORT_CHOICES_H

#include <stdio.h>

#include "model_add.h"

struct choice {
	const char *list, *text;  /* text: fun:parse_* */
	uint32_t line;            /* 0: of an option, whose name is in list */
	uint32_t section;         /* MEMFN_LIST_* of abi.h */
	int64_t matched, decided; /* functions that fit; about which no later line spoke */
	int64_t modules;          /* compiled with the line */
};

/* What the profile has of them. */
void choices_add(struct adding *adding);

/* By list and line, options last: GPtrArray of const struct choice *. */
GPtrArray *choices_sorted(const struct model *model);

/* a.list:4: src:nowhere.c, or --memfn-calls=GLOB; printable, to be freed. */
char *choice_name(const struct choice *choice);
/* profile, never, calls. */
const char *choice_section(const struct choice *choice);

/* The last line that chose such a function, going by its names and file; NULL where none did. */
const struct choice *choices_find(const GPtrArray *sorted, const struct function *function);

/* One line about those that matched nothing; nothing where there are none. */
void choices_print_idle(const struct model *model, FILE *stream);

#endif
