/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Between the files that add a profile to a model. */
#ifndef REPORT_MODEL_ADD_H
#define REPORT_MODEL_ADD_H

#include "model.h"

/* Bytes of a line that were live at once for sure: at the end, and at the process's peak. */
struct certain {
	bool allocated; /* anything */
	int64_t leaked, at_peak;
};

struct adding {
	struct model *model;
	const struct profile *profile;
	uint32_t *functions;       /* the profile's functions as the model's; NO_INDEX: not in use */
	uint32_t *paths;           /* its nodes as the model's paths */
	int64_t *leaked, *at_peak; /* by function of the profile */
	struct certain *lines;     /* by owner of the profile, of its lines */
	guint first_charge;        /* of the model's, the first of this profile */
	int64_t live;              /* of the process, at its end */
	int64_t peak_limit;        /* no call's peak is above this */
	int64_t highest_call_peak;
	uint64_t end_ticks;   /* the process's last event */
	int64_t calls;        /* of the program's own functions */
	int64_t coroutines;   /* stacks that makecontext gave */
	const char **threads; /* the names of its nodes' threads; NULL: charges are not kept */
	GHashTable *shards;   /* set of the numbers of those to take; NULL: all */
	uint8_t *roots;       /* where shards are: by node, what becomes of its accounts */
};

/* Finds the shards of the threads that the options ask for. */
void adding_choose_threads(struct adding *adding);
/* Whether figures of this shard are wanted. */
bool adding_takes(const struct adding *adding, uint32_t shard);
/* Whether what a shard counted for an account is: blocks belong to the thread that allocated them,
 * whoever frees them. */
bool adding_takes_account(const struct adding *adding, const struct memfn_account *account,
						  uint32_t shard);
/* A file name of the profile, as the model keeps it. */
const char *adding_file(struct adding *adding, uint64_t offset);
/* Ticks as nanoseconds, rounded, at most 2^62. */
int64_t adding_ns(const struct adding *adding, uint64_t ticks);
/* Adds a path's own time to a sum of such: where times are estimates it may be below 0. */
void adding_self(struct adding *adding, int64_t *sum, uint64_t ticks);
/* Adds to a sum, and to the mass of its figure. */
void adding_sum(struct adding *adding, int64_t *sum, int figure, uint64_t value);
void adding_signed(struct adding *adding, int64_t *sum, int figure, int64_t value);
/* A call's peak, within what can be. */
int64_t adding_call_peak(struct adding *adding, int64_t peak);

/* Whether the disk had no room for a part of it: what refers to the missing has no place. */
bool adding_is_partial(const struct profile *profile);
/* Whether counters in a leaf were ever written. */
bool adding_was_used(const void *counters, size_t size);
/* What accounts hold. False where one has counters but is not in use. */
bool adding_accounts(struct adding *adding, GError **error);
/* The most that functions and lines had live, at most what the process had; accounts come first. */
void adding_owner_peaks(struct adding *adding, int64_t process_peak);

/* The frames still open on each stack. adding_end_ticks must come first. */
uint64_t adding_end_ticks(const struct profile *profile);
void adding_open_frames(struct adding *adding);
/* What stands beside the heap: see model_beside.c. */
void adding_beside(struct adding *adding);

/* Marks, snapshots and points of the timeline; before the process is added. */
void adding_pictures(struct adding *adding);
/* How long after the start the moment was that the profile has been rewound to; 0 where not known.
 */
int64_t adding_moment_ns(const struct adding *adding);

/* The profile's process as its header tells it, state included; wall_ns and peak_bytes are left. */
void adding_process(struct adding *adding, struct process *process);
/* What became of a process whose profile says that it runs. */
enum process_state process_state(const struct memfn_header *header);

#endif
