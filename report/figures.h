/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Every figure, once: its key in JSON and how two runs merge. Figures up to
 * FIG_PATH_COUNT belong to a path (its own frames alone) and to a function; those after it belong
 * to functions only.
 *
 * SUM adds up over shards, paths and runs; MIN and MAX take the smallest and the largest. "None" of
 * a MIN or MAX time is FIG_NO_MIN or FIG_NO_MAX, which the rule itself never lets win.
 */
#ifndef REPORT_FIGURES_H
#define REPORT_FIGURES_H

#include <stdbool.h>
#include <stdint.h>

/* F(enumerator, JSON key, merge rule) */
#define PATH_FIGURES(F)                                                                            \
	F(CALLS, "calls", SUM)                                                                         \
	F(OPEN_CALLS, "open_calls", SUM)                                                               \
	F(SELF_NS, "self_ns", SUM)                                                                     \
	F(MIN_NS, "min_ns", MIN)                                                                       \
	F(MAX_NS, "max_ns", MAX)                                                                       \
	F(ALLOCS, "allocs", SUM)                                                                       \
	F(ALLOC_BYTES, "alloc_bytes", SUM)                                                             \
	F(FREES, "frees", SUM)                                                                         \
	F(FREED_BYTES, "freed_bytes", SUM)                                                             \
	F(PEAK_BYTES, "peak_bytes", MAX)                                                               \
	F(AT_PEAK_BYTES, "at_peak_bytes", SUM)                                                         \
	F(AT_PEAK_BLOCKS, "at_peak_blocks", SUM)                                                       \
	F(RETAINED_BYTES, "retained_bytes", SUM)                                                       \
	F(LEAKED_BYTES, "leaked_bytes", SUM)                                                           \
	F(LEAKED_BLOCKS, "leaked_blocks", SUM)                                                         \
	F(TEMP_ALLOCS, "temp_allocs", SUM)                                                             \
	F(SELF_RSS_BYTES, "self_rss_bytes", SUM)                                                       \
	F(SELF_VMS_BYTES, "self_vms_bytes", SUM)                                                       \
	F(SELF_SHARED_BYTES, "self_shared_bytes", SUM)                                                 \
	F(MAPS, "maps", SUM)                                                                           \
	F(MAPPED_BYTES, "mapped_bytes", SUM)                                                           \
	F(MAPPED_LIVE_BYTES, "mapped_live_bytes", SUM)

#define FUNCTION_FIGURES(F)                                                                        \
	F(PRIMITIVE_CALLS, "primitive_calls", SUM)                                                     \
	F(TOTAL_NS, "total_ns", SUM)                                                                   \
	F(TOTAL_ALLOCS, "total_allocs", SUM)                                                           \
	F(TOTAL_ALLOC_BYTES, "total_alloc_bytes", SUM)                                                 \
	F(TOTAL_AT_PEAK_BYTES, "total_at_peak_bytes", SUM)                                             \
	F(TOTAL_FREES, "total_frees", SUM)                                                             \
	F(TOTAL_FREED_BYTES, "total_freed_bytes", SUM)                                                 \
	F(TOTAL_LEAKED_BYTES, "total_leaked_bytes", SUM)                                               \
	F(TOTAL_RSS_BYTES, "total_rss_bytes", SUM)                                                     \
	F(TOTAL_VMS_BYTES, "total_vms_bytes", SUM)                                                     \
	F(TOTAL_SHARED_BYTES, "total_shared_bytes", SUM)                                               \
	F(TOTAL_MAPPED_BYTES, "total_mapped_bytes", SUM)                                               \
	F(TOTAL_MAPPED_LIVE_BYTES, "total_mapped_live_bytes", SUM)                                     \
	F(OWN_MAPPED_PEAK_BYTES, "own_mapped_peak_bytes", MAX)                                         \
	F(OWN_PEAK_BYTES, "own_peak_bytes", MAX)

#define FIGURE_ENUM(name, key, rule) FIG_##name,
enum figure {
	PATH_FIGURES(FIGURE_ENUM) FIG_PATH_COUNT,
	FIG_BEFORE_FUNCTION_ONLY = FIG_PATH_COUNT - 1,
	FUNCTION_FIGURES(FIGURE_ENUM) FIG_COUNT
};
#undef FIGURE_ENUM

/* Whether a profile with these header flags has a figure. */
bool figure_is_recorded(enum figure figure, uint32_t flags);

/* The option of the runtime that asks for it. */
const char *figure_option(enum figure figure);

enum figure_rule { FIGURE_SUM, FIGURE_MIN, FIGURE_MAX };

#define FIG_NO_MIN INT64_MAX
#define FIG_NO_MAX INT64_MIN

extern const char *const figure_keys[FIG_COUNT];
extern const enum figure_rule figure_rules[FIG_COUNT];

/* Sets every figure to what the rules start from. */
void figures_clear(int64_t *figures, int count);
/* Merges `more` into `figures`, each by its rule. Sums must be known to fit. */
void figures_merge(int64_t *figures, const int64_t *more, int count);

#endif
