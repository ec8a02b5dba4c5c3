/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * A profile file in memory, checked. It is read, not mapped: the process that writes it may go on,
 * or cut it short, while we look. Once profile_read or profile_parse has returned a profile, every
 * reference in its tables leads to an entry in use, every string is whole, and a node's level and
 * caller come before it; the counters may still hold any value.
 */
#ifndef REPORT_PROFILE_H
#define REPORT_PROFILE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "memfn/format.h"

/* MEMFN_LEAF counters of one shard, from entry first * MEMFN_LEAF on. */
struct profile_leaf {
	uint32_t shard;
	uint32_t first;
	uint64_t address; /* of the counters, in the process that wrote them */
	union {
		const struct memfn_node_counters *nodes;
		const struct memfn_account_counters *accounts;
	};
};

struct profile_stack {
	const struct memfn_stack *stack;
	const struct memfn_frame *frames;
	uint32_t capacity;
};

struct profile_strings {
	uint64_t start; /* file offset of the first byte */
	uint64_t end;   /* one past the last */
};

/* Figures that are kept of whole runs and processes alone: not in snapshots, nor by thread. */
#define MEMFN_BESIDE ((uint32_t)(MEMFN_HEADER_RSS | MEMFN_HEADER_MMAP | MEMFN_HEADER_SIZES))

enum profile_moment {
	PROFILE_AT_END,
	PROFILE_AT_PEAK,     /* what was live then, and no calls or times */
	PROFILE_AT_SNAPSHOT, /* all figures but peaks of owners; of all threads together */
};

struct profile {
	char *name; /* of the file, as the user gave it */
	struct memfn_header header;
	uint8_t *bytes;
	uint64_t size;

	struct memfn_function *functions;
	struct memfn_node *nodes;
	struct memfn_location *locations;
	struct memfn_owner *owners;
	struct memfn_account *accounts;
	struct memfn_credit *credits;
	struct memfn_resident *residents; /* by node */
	struct memfn_sizes *sizes;        /* by account */
	struct memfn_mapped *mapped;      /* by account */
	struct memfn_mapped_owner *mapped_owners;
	uint32_t function_count, node_count, location_count, owner_count, account_count, credit_count;
	uint32_t size_count, resident_count, mapped_count, mapped_owner_count;

	/* What was noted under way; entries without a label, or a time, are not in use. */
	struct memfn_mark *marks;
	struct memfn_snapshot *snapshots;
	struct memfn_snapshot_account *snapshot_accounts;
	struct memfn_snapshot_node *snapshot_nodes;
	struct memfn_snapshot_frame *snapshot_frames;
	struct memfn_snapshot_narrow *narrow; /* by snapshot; once checked, their entries stand above */
	struct memfn_narrow_account *narrow_accounts;
	struct memfn_narrow_node *narrow_nodes;
	struct memfn_point *points;
	struct memfn_selection *selections;
	uint32_t mark_count, snapshot_count, snapshot_account_count, snapshot_node_count;
	uint32_t snapshot_frame_count, narrow_count, narrow_account_count, narrow_node_count;
	uint32_t point_count, selection_count;

	GArray *node_leaves;    /* of struct profile_leaf, by shard and first */
	GArray *account_leaves; /* likewise */
	GArray *shards;         /* of const struct memfn_shard * */
	GArray *stacks;         /* of struct profile_stack */
	GArray *strings;        /* of struct profile_strings, ascending */
	GArray *chunks;         /* of const struct memfn_chunk *, in the order of the file */

	/* What leaves and stacks tell of: the end, or since profile_rewind another moment. */
	enum profile_moment moment;
	uint32_t snapshot;  /* which, at PROFILE_AT_SNAPSHOT */
	GPtrArray *rewound; /* owns the leaves' counters then */
};

/* Calls of which one is timed, where times are sampled. */
static inline uint64_t profile_sample_every(const struct profile *profile)
{
	return profile->header.sample_every ? profile->header.sample_every : 64;
}

/* Reads and checks a file. A page that says where the live profile is, is followed. NULL and *error
 * (`what: reason`) where it cannot be read or is not a sound profile. */
struct profile *profile_read(const char *name, GError **error);

/* Checks a profile in memory; takes `bytes`, from g_malloc, in any case. */
struct profile *profile_parse(const char *name, void *bytes, size_t size, GError **error);

void profile_free(struct profile *profile);

/* Turns the profile into what it was at another moment: a snapshot's label or index, "peak", "end".
 * False and *error where there is no such moment. Not to be done twice. */
bool profile_rewind(struct profile *profile, const char *moment, GError **error);

/* A string of the profile, which must have passed the check; "" for 0. */
const char *profile_string(const struct profile *profile, uint64_t offset);

#endif
