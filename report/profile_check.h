/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The steps of profile_parse, in their order. Each sets *error and returns false at the first thing
 * that cannot be right. */
#ifndef REPORT_PROFILE_CHECK_H
#define REPORT_PROFILE_CHECK_H

#include <stdbool.h>

#include "profile.h"

/* What can be told from the header's page alone, before the rest is read. */
bool profile_check_header(const struct memfn_header *header, GError **error);
/* Finds the chunks and lays out tables, leaves, stacks and strings. */
bool profile_index_chunks(struct profile *profile, GError **error);
/* Follows each reference between tables. Where the header says that a part found no room on the
 * disk, what refers to it is taken out instead. */
bool profile_check_references(struct profile *profile, GError **error);
/* The same for marks and snapshots, whose entries in the tables must follow each other. */
bool profile_check_pictures(struct profile *profile, GError **error);
/* Puts the narrow entries of snapshots, whose ranges were checked, among the wide ones. */
void profile_join_narrow(struct profile *profile);
/* Whether a NUL-terminated string lies at this offset; its end, with the NUL, goes to *end. */
bool profile_has_string(const struct profile *profile, uint64_t offset, uint64_t *end);

#endif
