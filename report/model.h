/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * What one profile or several say together: functions, paths, lines and processes. Function 0 is
 * <program>, path 0 its path. A path's parent and caller come before it.
 *
 * model_add takes profiles one by one and keeps nothing of them. model_finish figures out what is a
 * sum over paths; after it nothing may be added. No sum in a model overflows: model_add refuses a
 * profile whose figures are too large.
 *
 * All strings are valid UTF-8 and live as long as the model; equal ones are the same pointer.
 */
#ifndef REPORT_MODEL_H
#define REPORT_MODEL_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "figures.h"
#include "profile.h"

#define NO_INDEX UINT32_MAX

/* Allocations by size: the classes of struct memfn_sizes. */
struct sizes {
	int64_t allocs[MEMFN_SIZE_CLASSES];
	int64_t alloc_bytes[MEMFN_SIZE_CLASSES];
};

struct function {
	const char *name;
	const char *pretty;
	const char *linkage;
	const char *file;
	const char *library; /* the shared object it is of; NULL where not known */
	uint32_t line;
	uint32_t flags;  /* MEMFN_DESC_* of abi.h */
	uint32_t pseudo; /* 1 + its MEMFN_FUNCTION_*; 0: one of the program's own */
	uint32_t index;
	uint32_t peak_process; /* of which process its peak is */
	/* Of its times, in ns squared, where they are estimates; else 0. */
	double total_variance, self_variance;
	struct sizes *sizes; /* NULL: none were recorded */
	int64_t v[FIG_COUNT];
};

/* Figures of all paths below and including one; through threads and coroutines for allocations,
 * ending at them for time. */
struct inclusive {
	int64_t ns, allocs, alloc_bytes, at_peak_bytes;
	int64_t frees, freed_bytes, leaked_bytes;
	int64_t rss_bytes, vms_bytes, shared_bytes;
	int64_t mapped_bytes, mapped_live_bytes;
};

struct path {
	uint32_t parent;          /* the level; NO_INDEX of path 0 */
	uint32_t caller;          /* the path that was current at entry; NO_INDEX of path 0 */
	uint32_t caller_function; /* NO_INDEX of path 0 */
	uint32_t function;
	uint32_t index;
	bool nested;
	bool root; /* a stack begins here: <program>, <thread>, <coroutine> */
	bool
		first_on_path; /* not nested, and the function is not on the path above, threads included */
	bool first_on_stack;
	int64_t v[FIG_PATH_COUNT];
	struct inclusive *total; /* from model_finish */
};

struct line {
	const char *file;
	const char *kind; /* NULL where not known */
	uint32_t line;    /* 0 where not known: of <program>, or compiled without debug info */
	uint32_t function;
	bool placed; /* the runtime was told of a line */
	int64_t allocs, alloc_bytes;
	int64_t live_bytes, live_blocks;
	int64_t at_peak_bytes, at_peak_blocks;
	int64_t own_peak_bytes;
};

enum process_state {
	PROCESS_EXITED,
	PROCESS_REPLACED, /* by execve */
	PROCESS_SIGNALLED,
	PROCESS_DIED,
	PROCESS_RUNNING,
	PROCESS_UNKNOWN,
};

struct process {
	const char *file; /* the profile's name */
	const char **command;
	uint32_t command_count;
	uint32_t pid;
	const char *executable;
	int64_t start_realtime_ns;
	enum process_state state;
	int32_t status; /* of exited, or the signal; -1 where not known */
	uint32_t clock; /* enum memfn_clock */
	uint32_t flags; /* MEMFN_HEADER_* */
	uint64_t hook_ps;
	int64_t wall_ns;
	int64_t peak_bytes;
	const char *moment; /* of which its figures are; NULL: the end */
	bool at_peak;       /* that is the peak: there are no calls */
};

/* What the program said with memfn_mark. Here and below times are since the start, figures are
 * within 2^62. */
struct mark {
	uint32_t process;
	const char *label;
	int64_t ns, user_ns, system_ns;
	int64_t rss_bytes, peak_rss_bytes, swap_bytes, vms_bytes, shared_bytes;
	int64_t live_bytes, peak_bytes, allocs, alloc_bytes;
};

/* A snapshot that the profile has. */
struct picture {
	uint32_t process, index;
	const char *label;
	uint32_t cause; /* enum memfn_snapshot_cause */
	int64_t ns, cost_ns;
	int64_t live_bytes, live_blocks, peak_bytes, allocs, alloc_bytes;
	int64_t rss_bytes; /* 0 where not known */
	uint32_t frames;
};

/* In one word who asked for it: call, signal, every. */
const char *picture_cause(const struct picture *picture);

/* A point of the timeline. */
struct point {
	uint32_t process;
	int64_t ns, live_bytes, peak_bytes, rss_bytes, allocs, alloc_bytes;
};

struct totals {
	int64_t allocs, alloc_bytes, frees, freed_bytes;
	int64_t peak_bytes;       /* the largest of a process */
	int64_t peak_bytes_sum;   /* of all: an upper bound of all together */
	uint32_t peak_process;    /* of which process the peak is */
	int64_t peak_error_bytes; /* the largest of a process */
	int64_t maps, mapped_bytes, mapped_live_bytes;
	int64_t mapped_peak_bytes; /* the largest of a process */
	int64_t leaked_bytes, leaked_blocks;
	int64_t threads, calls, primitive_calls, open_calls, wall_ns;
	int64_t functions; /* called */
	int64_t self_ns;   /* of all paths */
	int64_t hook_ps;   /* spent in hooks, all calls together */
	int64_t work_ns;   /* of all processes, each its CPU time, or if it waited the wall's */
	bool work_unknown; /* a process did not tell, since it was killed or runs */
};

struct trust {
	int64_t foreign_frees, inherited_frees, frames_closed, dropped_calls, lost_bytes;
	int64_t pathless_calls;
	int64_t frames_lost;           /* open frames whose path the profile does not tell */
	int64_t stacks_without_credit; /* nothing tells what others freed of theirs */
	uint32_t flags;                /* MEMFN_HEADER_* of any process */
	int sample_every;              /* calls of which one was timed, where times were sampled */
	bool no_clock_rate;            /* ticks were taken for nanoseconds, for want of a second date */
};

/* What of the profiles to take; set before the first model_add. */
struct model_options {
	bool strip_dirs;           /* files without their folders; functions alike then are one */
	bool charges;              /* keep them: model->charges */
	bool compensate;           /* times without what the hooks cost */
	GPtrArray *threads;        /* of GPatternSpec *: only threads of such a name; NULL: all */
	GPtrArray *threads_except; /* likewise: not these */
};

struct model {
	struct model_options options;
	GPtrArray *functions; /* of struct function *, by index */
	GPtrArray *path_blocks;
	struct inclusive *inclusive; /* by path; made when no profile takes room any more */
	uint32_t path_count;
	GPtrArray *lines;     /* of struct line * */
	GArray *charges;      /* of struct charge; see charges.h */
	GArray *processes;    /* of struct process */
	GArray *marks;        /* of struct mark, by process and time */
	GArray *pictures;     /* of struct picture, likewise */
	GArray *points;       /* of struct point, likewise */
	GHashTable *choices;  /* set of struct choice *, or NULL; see choices.h */
	GHashTable *lists;    /* what lists contain, to the name they go by; or NULL */
	bool rewound;         /* a process is shown as of before its end */
	struct totals totals; /* from model_finish, but for what belongs to processes */
	struct trust trust;

	GPtrArray *thread_names; /* of char *: the profiles' threads, where some are to be chosen */
	bool threads_chosen;     /* one was */

	GStringChunk *strings;
	GHashTable *function_index; /* set of struct function *, by linkage name, file and line */
	GHashTable *path_index;     /* set of struct path *; made for the second profile */
	GHashTable *line_index;     /* set of struct line * */
	double mass[FIG_COUNT + 1]; /* sums of absolute values, to see an overflow coming */
};

enum { PATH_BLOCK = 256 };

struct model *model_new(void);
void model_free(struct model *model);

/* Adds a profile's figures. False and *error where they cannot be summed; the model is of no use
 * then. */
bool model_add(struct model *model, const struct profile *profile, GError **error);
/* Figures out the totals, and what functions have in all. */
void model_finish(struct model *model);

/* Whether a path has figures, its own or below it. Those of a profile may come later than the
 * snapshot that is looked at, or be of other threads than those chosen. */
bool model_path_is_there(const struct path *path);
/* A path's own share of what is inclusive. */
struct inclusive model_path_alone(const struct path *path);

/* What hooks are a share of: the processes' CPU time, and while all threads waited the wall's;
 * where that is not known what all threads took, waiting or not. */
static inline int64_t model_work_ns(const struct model *model)
{
	const struct totals *t = &model->totals;

	return t->work_unknown ? MAX(t->self_ns, t->wall_ns) : t->work_ns;
}

static inline struct function *model_function(const struct model *model, uint32_t index)
{
	return g_ptr_array_index(model->functions, index);
}

static inline struct path *model_path(const struct model *model, uint32_t index)
{
	struct path *block = g_ptr_array_index(model->path_blocks, index / PATH_BLOCK);

	return &block[index % PATH_BLOCK];
}

static inline struct process *model_process(const struct model *model, uint32_t index)
{
	return &g_array_index(model->processes, struct process, index);
}

/* The same string, kept by the model and made UTF-8. */
const char *model_string(struct model *model, const char *text);
/* The function of this key, made if need be. `like` gives the names and pseudo. */
struct function *model_intern_function(struct model *model, const struct function *like);
/* The path of this key, made if need be. `fresh` says that the model holds none of this key. */
uint32_t model_intern_path(struct model *model, const struct path *like, bool fresh);
struct line *model_intern_line(struct model *model, const struct line *like);
/* Makes the index of the paths so far, so that the next profile finds them. */
void model_index_paths(struct model *model);

/* False at a snapshot and while a process runs: what is live may still be freed. */
bool model_is_over(const struct model *model);
/* When what is live is live: "at the end", "then" at a snapshot, "now" while a process runs. */
const char *model_moment(const struct model *model);

/* False and *error where no thread is one of those that were to be chosen. */
bool model_check_threads(const struct model *model, GError **error);

/* Why figures that are kept of whole runs alone are not there: "not kept in snapshots", or "not
 * told by thread"; NULL where they were not recorded. */
const char *model_beside_missing(const struct model *model);

#endif
