/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* MEMFN_OPTIONS=key=value:key=value, read once at start. The table is options.def. */
#ifndef MEMFN_OPTIONS_H
#define MEMFN_OPTIONS_H

#include <stdint.h>

struct memfn_options {
#define X(field, key, kind, standard, help) MEMFN_OPTION_##kind field;
#define MEMFN_OPTION_SWITCH uint64_t
#define MEMFN_OPTION_SIZE uint64_t
#define MEMFN_OPTION_TIME uint64_t
#define MEMFN_OPTION_COUNT uint64_t
#define MEMFN_OPTION_CHOICE uint64_t
#define MEMFN_OPTION_TEXT const char *
#include "options.def"
#undef X
};

enum { MEMFN_CLOCK_CHOICE_WALL, MEMFN_CLOCK_CHOICE_CPU };
enum { MEMFN_TIMING_EXACT, MEMFN_TIMING_SAMPLED, MEMFN_TIMING_OFF };
enum { MEMFN_PEAKS_FAST, MEMFN_PEAKS_EXACT };
enum { MEMFN_QUIET_AUTO, MEMFN_QUIET_NO, MEMFN_QUIET_YES };

extern struct memfn_options memfn_options;

/* A time or a size, as options of those kinds have them: 1 for a time in nanoseconds, 2 for a size
 * in bytes, 0 for neither. */
int memfn_options_time_or_size(const char *text, uint64_t *value);

/* Fills memfn_options from the text (null: defaults). What is wrong is said in one line on stderr
 * each, and the default stands. TEXT values point into a copy that lives as long as the process. */
void memfn_options_read(const char *text);

#endif
