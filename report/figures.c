/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The table of figures, and the three rules by which they merge. */
#include "figures.h"

#include "memfn/format.h"

#define FIGURE_KEY(name, key, rule) key,
const char *const figure_keys[FIG_COUNT] = {PATH_FIGURES(FIGURE_KEY) FUNCTION_FIGURES(FIGURE_KEY)};

#define FIGURE_RULE(name, key, rule) FIGURE_##rule,
const enum figure_rule figure_rules[FIG_COUNT] = {PATH_FIGURES(FIGURE_RULE)
													  FUNCTION_FIGURES(FIGURE_RULE)};

bool figure_is_recorded(enum figure figure, uint32_t flags)
{
	switch (figure) {
	case FIG_SELF_RSS_BYTES:
	case FIG_SELF_VMS_BYTES:
	case FIG_SELF_SHARED_BYTES:
	case FIG_TOTAL_RSS_BYTES:
	case FIG_TOTAL_VMS_BYTES:
	case FIG_TOTAL_SHARED_BYTES:
		return flags & MEMFN_HEADER_RSS;
	case FIG_MAPS:
	case FIG_MAPPED_BYTES:
	case FIG_MAPPED_LIVE_BYTES:
	case FIG_TOTAL_MAPPED_BYTES:
	case FIG_TOTAL_MAPPED_LIVE_BYTES:
	case FIG_OWN_MAPPED_PEAK_BYTES:
		return flags & MEMFN_HEADER_MMAP;
	default:
		return true;
	}
}

const char *figure_option(enum figure figure)
{
	return figure_is_recorded(figure, MEMFN_HEADER_RSS) ? "rss" : "mmap";
}

void figures_clear(int64_t *figures, int count)
{
	for (int i = 0; i < count; i++)
		figures[i] = 0;
	figures[FIG_MIN_NS] = FIG_NO_MIN;
	figures[FIG_MAX_NS] = FIG_NO_MAX;
}

void figures_merge(int64_t *figures, const int64_t *more, int count)
{
	for (int i = 0; i < count; i++) {
		switch (figure_rules[i]) {
		case FIGURE_SUM:
			figures[i] += more[i];
			break;
		case FIGURE_MIN:
			if (more[i] < figures[i])
				figures[i] = more[i];
			break;
		case FIGURE_MAX:
			if (more[i] > figures[i])
				figures[i] = more[i];
			break;
		}
	}
}
