/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The profile file, format 1: what the runtime writes and memreport reads.
 *
 * The file is the runtime's own memory, mapped. It is a header of MEMFN_HEADER_SIZE bytes, then
 * chunks one after the other up to the header's `used`. A chunk begins with struct memfn_chunk and
 * is published whole: its type is stored last, so a chunk of type 0 ends the walk. Within a table
 * chunk an entry is in use when its own flag or name says so, which is stored last as well.
 *
 * Integers have the byte order and the alignment of the machine that wrote them; byte_order tells.
 * Words named *_private are addresses or caches of the process that wrote them: a reader ignores
 * them, with one exception: memfn_frame.node, which is translated by memfn_chunk.address.
 *
 * Everything inclusive, and everything that is a difference (live, leaked, totals), is computed by
 * the reader from these counters. A reader must expect any value anywhere.
 *
 * Times are ticks; two pairs of (ticks, CLOCK_MONOTONIC nanoseconds) in the header convert them.
 * Sizes are bytes asked for. A string is the file offset of NUL-terminated bytes that lie whole in
 * a MEMFN_CHUNK_STRINGS chunk; 0 is no string.
 */
#ifndef MEMFN_FORMAT_H
#define MEMFN_FORMAT_H

#include <stdint.h>

#define MEMFN_MAGIC "\x89MemFn\r\n" /* 8 bytes, no NUL in the file */
#define MEMFN_BYTE_ORDER 0x01020304u
#define MEMFN_FORMAT_VERSION 1
#define MEMFN_HEADER_SIZE 4096

enum memfn_state {
	MEMFN_STATE_RUNNING = 0,   /* or died: its pid and boot id tell */
	MEMFN_STATE_EXITED = 1,    /* status is the exit status, or -1 where it is not known */
	MEMFN_STATE_SIGNALLED = 2, /* written in by the parent, memreport run; status is the signal */
	MEMFN_STATE_REPLACED = 3,  /* execve took its place */
	MEMFN_STATE_MOVED = 4,     /* this page only says where the live profile is: `live_name` */
};

enum memfn_clock {
	MEMFN_CLOCK_TSC = 0,
	MEMFN_CLOCK_MONOTONIC = 1, /* ticks are nanoseconds */
	MEMFN_CLOCK_CPU = 2,       /* ticks are nanoseconds of CLOCK_THREAD_CPUTIME_ID */
};

enum memfn_header_flags {
	MEMFN_HEADER_LINES = 1,         /* sites were recorded where the objects have them */
	MEMFN_HEADER_PEAKS_EXACT = 2,   /* one lock ordered all events */
	MEMFN_HEADER_NO_MALLOC = 4,     /* another malloc was in front: memory was not tracked */
	MEMFN_HEADER_NO_TIME = 8,       /* timing=off: every time is 0 */
	MEMFN_HEADER_SAMPLED = 16,      /* timing=sampled: times are estimates */
	MEMFN_HEADER_PRIVATE_TAIL = 32, /* growth went to private memory: what came later is lost if
									   the process dies before it finishes */
	MEMFN_HEADER_RSS = 64,          /* rss=1: struct memfn_resident were kept */
	MEMFN_HEADER_MMAP = 128,        /* mmap=1: struct memfn_mapped were kept */
	MEMFN_HEADER_SIZES = 256,       /* sizes=1: struct memfn_sizes were kept */
};

struct memfn_header {
	char magic[8];
	uint32_t byte_order;
	uint32_t version;
	uint64_t used;        /* bytes of header and published chunks; the file may be longer */
	uint32_t header_size; /* MEMFN_HEADER_SIZE */
	uint32_t flags;       /* MEMFN_HEADER_* */
	uint32_t state;       /* enum memfn_state */
	int32_t status;
	uint32_t pid;
	uint32_t ppid;
	uint64_t pid_namespace; /* inode of /proc/self/ns/pid; 0 where there is no /proc */
	char boot_id[40];       /* /proc/sys/kernel/random/boot_id; empty where there is none */
	int64_t start_realtime_ns;
	uint64_t start_ticks;
	uint64_t start_ns; /* CLOCK_MONOTONIC at start_ticks */
	uint64_t last_ticks;
	uint64_t last_ns; /* CLOCK_MONOTONIC at last_ticks: refreshed in every slow path, and at exit */
	uint32_t clock;   /* enum memfn_clock */
	uint32_t command_count;
	uint64_t command;    /* string: command_count strings one after the other */
	uint64_t executable; /* string: /proc/self/exe */
	uint64_t folder;     /* string: the working folder at start */
	uint64_t hook_ps;    /* measured cost of one call's two hooks, in picoseconds; 0 unknown */

	/* Of the whole process. The live bytes and their peak are those of owner 0. */
	uint64_t peak_number;      /* how many times the live total reached a new maximum */
	uint64_t largest_block;    /* the largest allocation so far */
	uint64_t threads_started;  /* the main thread included */
	uint64_t peak_error_bytes; /* by how much the peak may be off; 0 with one thread */

	/* What is missing or doubtful: the trust footer. */
	uint64_t foreign_frees;
	uint64_t inherited_frees;
	uint64_t frames_closed;  /* closed by an event that showed they were gone */
	uint64_t dropped_calls;  /* beyond max_depth, or while the runtime could not record */
	uint64_t lost_bytes;     /* allocated, but charged to no account for want of memory */
	uint64_t hook_inside_ps; /* the part of hook_ps that falls into the call's own time */
	uint64_t cpu_ns;         /* CPU time of all threads, since start_ns until it ended; 0 unknown */

	char live_name[1024]; /* MEMFN_STATE_MOVED: absolute name of the live profile, NUL-terminated */

	uint64_t sample_every; /* calls of which one is timed, where times are sampled; 0: 64 */
};

/* Every chunk begins with this and is followed by its content. */
struct memfn_chunk {
	uint32_t type;     /* enum memfn_chunk_type; stored last */
	uint32_t first;    /* tables: index of the first entry; leaves: index of the leaf */
	uint64_t size;     /* this header included; a multiple of 64 */
	uint64_t address;  /* where this header lay in the process that wrote it */
	uint32_t shard;    /* leaves: of which shard; else 0 */
	uint32_t capacity; /* entries that have room here */
	uint64_t reserved[4];
}; /* 64 bytes */

enum memfn_chunk_type {
	MEMFN_CHUNK_END = 0,
	MEMFN_CHUNK_STRINGS = 1,   /* bytes */
	MEMFN_CHUNK_FUNCTIONS = 2, /* struct memfn_function[] */
	MEMFN_CHUNK_NODES = 3,     /* struct memfn_node[] */
	MEMFN_CHUNK_LOCATIONS = 4, /* struct memfn_location[] */
	MEMFN_CHUNK_OWNERS = 5,    /* struct memfn_owner[] */
	MEMFN_CHUNK_ACCOUNTS = 6,  /* struct memfn_account[] */
	MEMFN_CHUNK_SHARD = 7,     /* struct memfn_shard, one */
	MEMFN_CHUNK_NODE_LEAF =
		8, /* struct memfn_node_counters[MEMFN_LEAF]: nodes from first * MEMFN_LEAF */
	MEMFN_CHUNK_ACCOUNT_LEAF = 9, /* struct memfn_account_counters[MEMFN_LEAF], likewise */
	MEMFN_CHUNK_STACK = 10,     /* struct memfn_stack, then its frames from MEMFN_STACK_OFFSET on */
	MEMFN_CHUNK_CREDITS = 11,   /* struct memfn_credit[]: by stack number */
	MEMFN_CHUNK_PADDING = 12,   /* nothing */
	MEMFN_CHUNK_MARKS = 16,     /* struct memfn_mark[] */
	MEMFN_CHUNK_SNAPSHOTS = 17, /* struct memfn_snapshot[] */
	MEMFN_CHUNK_SNAPSHOT_ACCOUNTS = 18, /* struct memfn_snapshot_account[] */
	MEMFN_CHUNK_SNAPSHOT_NODES = 19,    /* struct memfn_snapshot_node[] */
	MEMFN_CHUNK_SNAPSHOT_FRAMES = 20,   /* struct memfn_snapshot_frame[] */
	MEMFN_CHUNK_TIMELINE = 21,          /* struct memfn_point[], one chunk */
	MEMFN_CHUNK_SELECTION = 22,         /* struct memfn_selection[] */
	MEMFN_CHUNK_RESIDENT = 23,          /* struct memfn_resident[]: by node */
	MEMFN_CHUNK_MAPPED = 24,            /* struct memfn_mapped[]: by account */
	MEMFN_CHUNK_MAPPED_OWNERS = 25,     /* struct memfn_mapped_owner[]: by owner */
	MEMFN_CHUNK_SIZES = 26,             /* struct memfn_sizes[]: by account */
	MEMFN_CHUNK_SNAPSHOT_NARROW = 27,   /* struct memfn_snapshot_narrow[]: by snapshot */
	MEMFN_CHUNK_NARROW_ACCOUNTS = 28,   /* struct memfn_narrow_account[] */
	MEMFN_CHUNK_NARROW_NODES = 29,      /* struct memfn_narrow_node[] */
	MEMFN_CHUNK_LAST = 29,
};

#define MEMFN_LEAF 64                 /* entries in a leaf */
#define MEMFN_SAMPLE_EVERY_MOST 65536 /* no profile has more */

/* A function, region or pseudo-function. In use when name is not 0. Two descriptors with the same
 * linkage name, file and line are one function. */
struct memfn_function {
	uint64_t name;
	uint64_t pretty;
	uint64_t linkage;
	uint64_t file;
	uint32_t line;
	uint32_t flags; /* MEMFN_DESC_* of abi.h */
	uint64_t own;   /* the owner of all that this function allocates, as an index */
	uint64_t index_private;
	uint64_t library; /* string: the shared object that first had it, as the dynamic linker names
						 it; the executable for the main program; 0 where not known */
};                    /* 64 bytes */

/* The pseudo-functions: the first entries of the table, file "~", line 0. */
enum {
	MEMFN_FUNCTION_PROGRAM = 0,
	MEMFN_FUNCTION_THREAD = 1,
	MEMFN_FUNCTION_COROUTINE = 2,
	MEMFN_FUNCTION_MORE = 3, /* root of what found no path: one node per function below it */
	MEMFN_FUNCTION_OFF = 4,  /* owner of account 0: blocks made while recording was off */
	MEMFN_FUNCTION_PSEUDOS = 5
};

/*
 * A path. Entering F where F is not on the path makes a node under the current level, and the node
 * becomes the level; entering F where it is on the path makes a node (level, current node's
 * function F', F) in the same level, marked nested. So level is the parent in the tree of levels
 * and caller the node that was current. Node 0 is <program>: its level and caller are itself.
 *
 *   non-nested node: level = the level node under which it was opened; it is a level itself
 *   nested node:     level = the level node in which it lies
 *   caller:          the node that was current at entry (of the one function that calls it): two
 *                    nodes of one level differ in (caller's function, function, nested)
 */
struct memfn_node {
	uint32_t level;
	uint32_t caller;
	uint32_t function;
	uint32_t flags; /* MEMFN_NODE_*; stored last */
};

enum {
	MEMFN_NODE_USED = 1,
	MEMFN_NODE_NESTED = 2,
};

/* A source line and kind. In use when file is not 0. */
struct memfn_location {
	uint64_t kind; /* string, or 0 where not known */
	uint32_t line;
	uint32_t flags; /* MEMFN_SITE_* of abi.h */
	uint64_t file;  /* stored last */
	uint64_t reserved;
};

/* Whose live bytes have a peak of their own: the process (owner 0), a function, or a function's
 * location. live and peak are published figures: with several threads they lag behind. */
struct memfn_owner {
	uint32_t function;
	uint32_t location; /* 0: the whole function. Locations begin at 1 */
	uint32_t used;     /* 1 when in use; stored last */
	uint32_t reserved;
	int64_t live;
	int64_t peak;
};

/* What a block is charged to. Account 0 takes blocks made while recording was off. In use when
 * used is 1. */
struct memfn_account {
	uint32_t node;
	uint32_t location; /* 0: no line known */
	uint32_t owner;
	uint32_t used;
};

/* The counters of the threads that began at one path, one after the other: written by one thread
 * at a time. A figure of the process is the sum (or maximum) over shards. */
struct memfn_shard {
	uint32_t number;
	uint32_t start_node; /* the <program>, <thread> or <coroutine> node of its stacks */
	char thread_name[16];
	uint64_t private_[5];
};

/* A node's figures in one shard. calls is 0 where the leaf's entry was never used. Of activations
 * that are still open only calls is here: the rest is in their frames. */
struct memfn_node_counters {
	uint64_t calls;
	uint64_t self_ticks;
	int64_t min_ticks; /* INT64_MAX: none finished */
	int64_t max_ticks;
	int64_t peak_bytes;     /* largest over finished activations */
	int64_t retained_bytes; /* summed over finished activations */
	uint64_t next_private[2];
	uint64_t frees; /* made while this node was current, with their bytes */
	uint64_t freed_bytes;
	uint64_t temp_allocs;
	uint64_t time_squares; /* with sampled times: variance of the sum of its activations' times, in
							  units of 2^16 squared ticks */
	uint64_t account_private[2];
	uint64_t identity_private[2];
}; /* 128 bytes */

/* rss=1: by how much the process's RSS, VMS and shared memory changed while this node was current,
 * on any thread, as the kernel has them. */
struct memfn_resident {
	int64_t rss_bytes;
	int64_t vms_bytes;
	int64_t shared_bytes;
	uint64_t reserved;
}; /* 32 bytes */

/* mmap=1: what an account mapped, in whole pages, and what of that has been unmapped, by whomever.
 */
struct memfn_mapped {
	uint64_t maps;
	uint64_t mapped_bytes;
	uint64_t unmapped_bytes;
	int64_t ranges; /* still mapped, neighbours of one account as one */
};                  /* 32 bytes */

/* mmap=1: of an owner, what is mapped, and the highest that was. */
struct memfn_mapped_owner {
	int64_t live_bytes;
	int64_t peak_bytes;
}; /* 16 bytes */

/* An account's figures in one shard. freed_*: blocks of this account that threads of this shard
 * freed. live = the sum over shards of alloc_bytes - freed_bytes; at the peak of the process it is
 * the sum over shards of at_peak_* where peak_number equals the header's, else of the live ones. */
struct memfn_account_counters {
	uint64_t allocs;
	uint64_t alloc_bytes;
	uint64_t freed;
	uint64_t freed_bytes;
	int64_t at_peak_bytes;
	int64_t at_peak_blocks;
	uint64_t peak_number;
	uint64_t owner_private;
}; /* 64 bytes */

/* With sizes=1: an account's allocations by size. Class 0 is of 0 bytes, class k of sizes from
 * 2^(k-1) to 2^k - 1; the last one has no end. */
#define MEMFN_SIZE_CLASSES 40
struct memfn_sizes {
	uint64_t allocs[MEMFN_SIZE_CLASSES];
	uint64_t alloc_bytes[MEMFN_SIZE_CLASSES];
}; /* 640 bytes */

/*
 * One activation. Open frames are those from the bottom of the stack up to the first whose key is
 * 0 (an inert slot). The bottom frame is that of the stack's pseudo-function.
 *
 * For an open frame, with `end` the time of the stack's last event and `net` its stack's:
 *   total = end - start - (time its stack was suspended); self = total - child_ticks - total of the
 *   open frame above; peak = max(high of it and of all open frames above it) - net_at_start;
 *   retained = net - net_at_start. While high is below 0 no block was made or freed since the frame
 *   began: then net_at_start is net, whatever stands there.
 * Where times are sampled: start is 0 for a call that is not timed; else child_ticks is its weight,
 * 0 for 1. Then self_ticks (signed) has weight * time of finished calls that were timed, less the
 * same of those that it called, and an open call counts likewise.
 * The last event of a stack: the latest of the topmost open frame's start and of `start` and
 * `ended` of the slot above it.
 */
struct memfn_frame {
	uint64_t site_private;
	uint64_t key;  /* 0 - address of the frame, as unsigned, but for three low bits; 0: inert */
	uint64_t node; /* address of its struct memfn_node_counters: see memfn_chunk.address */
	uint64_t start;
	uint64_t child_ticks;
	int64_t net_at_start;
	int64_t high;   /* highest net so far, of it and of finished callees; below 0: see above */
	uint64_t ended; /* when the frame that lay here last ended */
};                  /* 64 bytes */

/* Frames of a stack that lie in the file at most; deeper ones do not. A chunk begins with fewer;
 * when they are full, a larger one takes its place and it becomes padding. Where both stand, with
 * one `address`, the one with the larger capacity counts. */
#define MEMFN_STACK_FRAMES 4096
#define MEMFN_STACK_OFFSET 4096 /* of the first frame from the start of the chunk */

enum memfn_stack_state {
	MEMFN_STACK_FREE = 0, /* no thread or coroutine is on it */
	MEMFN_STACK_LIVE = 1,
	MEMFN_STACK_ENDED = 2, /* its thread has ended: as a live one, but its net is final */
};

/* A machine stack: a thread's, a signal handler's or a coroutine's. Follows the chunk header. */
struct memfn_stack {
	uint32_t state;  /* enum memfn_stack_state */
	uint32_t number; /* of this use: index of its credit; numbers are not used again */
	uint32_t shard;
	uint32_t tid;
	int64_t net; /* bytes allocated on this stack less those of them freed on this stack */
	uint64_t private_[60];
};

/* What other stacks freed of the blocks that this one allocated: while it is live, its net is net -
 * freed_bytes - freed_by_one. */
struct memfn_credit {
	int64_t freed_bytes;
	int64_t freed_by_one; /* by the first stack that freed any, apart: nobody else writes it */
	uint64_t one;         /* the number of that stack; 0: there is none yet */
	uint64_t reserved[5];
}; /* 64 bytes: one cache line each */

/* A checkpoint of the program (memfn_mark), in the order of time. In use when label is not 0. Times
 * are nanoseconds, sizes bytes; what the system does not tell is 0. */
struct memfn_mark {
	uint64_t label; /* string; stored last */
	uint64_t ticks;
	uint64_t ns;      /* CLOCK_MONOTONIC */
	uint64_t user_ns; /* CPU time of the process */
	uint64_t system_ns;
	uint64_t rss_bytes;      /* VmRSS */
	uint64_t peak_rss_bytes; /* VmHWM */
	uint64_t swap_bytes;     /* VmSwap */
	uint64_t vms_bytes;      /* VmSize */
	uint64_t shared_bytes;   /* RssFile + RssShmem */
	int64_t live_bytes;
	int64_t peak_bytes; /* of live bytes, since the start or the last memfn_reset_peak */
	uint64_t allocs;    /* of the process so far */
	uint64_t alloc_bytes;
	uint64_t reserved[2];
}; /* 128 bytes */

/*
 * A picture of all figures at one moment. In use when label is not 0, which is stored last. It says
 * what has changed since the picture before it: its accounts and nodes are those that have, each
 * with its figures in full, summed (or the maximum taken) over shards. So the figures of account a
 * at picture s are in the last entry of a among those of pictures 0 to s; an account, or a node,
 * with no entry so far had none. Frames are those open at that moment, all of them; a node's
 * figures do not hold what its open frames have so far, but for calls.
 */
struct memfn_snapshot {
	uint64_t label;
	uint64_t ticks; /* when it was begun */
	uint64_t ns;    /* CLOCK_MONOTONIC, likewise */
	int64_t live_bytes;
	int64_t peak_bytes;               /* as in struct memfn_mark */
	uint64_t cost_ns;                 /* what taking it took */
	uint32_t first_account, accounts; /* its entries in the tables, by index */
	uint32_t first_node, nodes;
	uint32_t first_frame, frames;
	uint32_t cause;   /* enum memfn_snapshot_cause */
	uint32_t rss_kib; /* VmRSS; 0 where not known */
};                    /* 80 bytes */

enum memfn_snapshot_cause {
	MEMFN_SNAPSHOT_CALL = 0,   /* memfn_snapshot */
	MEMFN_SNAPSHOT_SIGNAL = 1, /* snapshot_signal */
	MEMFN_SNAPSHOT_EVERY = 2,  /* snapshot_every */
};

struct memfn_snapshot_account {
	uint32_t account;
	uint32_t reserved;
	uint64_t allocs;
	uint64_t alloc_bytes;
	uint64_t freed;
	uint64_t freed_bytes;
}; /* 40 bytes */

/* As struct memfn_node_counters. */
struct memfn_snapshot_node {
	uint32_t node;
	uint32_t reserved;
	uint64_t calls;
	uint64_t self_ticks;
	int64_t min_ticks;
	int64_t max_ticks;
	int64_t peak_bytes;
	int64_t retained_bytes;
	uint64_t frees;
	uint64_t freed_bytes;
	uint64_t temp_allocs;
}; /* 80 bytes */

/* Most entries have no figure of more than 32 bits: these are in tables of their own, half as
 * large. A snapshot's entries are those of both. */
struct memfn_snapshot_narrow {
	uint32_t first_account, accounts;
	uint32_t first_node, nodes;
}; /* 16 bytes */

/* As struct memfn_snapshot_account. */
struct memfn_narrow_account {
	uint32_t account;
	uint32_t allocs;
	uint32_t alloc_bytes;
	uint32_t freed;
	uint32_t freed_bytes;
}; /* 20 bytes */

/* As struct memfn_snapshot_node. */
struct memfn_narrow_node {
	uint32_t node;
	uint32_t calls;
	uint32_t self_ticks;
	uint32_t min_ticks;
	uint32_t max_ticks;
	uint32_t peak_bytes;
	int32_t retained_bytes;
	uint32_t frees;
	uint32_t freed_bytes;
	uint32_t temp_allocs;
}; /* 40 bytes */

/* An open frame's own figures as of the picture: stack by stack, outermost first. */
struct memfn_snapshot_frame {
	uint32_t node;
	uint32_t stack; /* number of its stack */
	uint64_t total_ticks;
	uint64_t self_ticks;
	int64_t peak_bytes;
	int64_t retained_bytes;
}; /* 40 bytes */

/* What the monitor saw, at even distances. In use when ns is not 0. When the chunk is full, every
 * second point is dropped and the distance doubles; a reader that meets this half done finds points
 * twice or out of order: it sorts by ns and keeps one of each. */
struct memfn_point {
	uint64_t ns; /* CLOCK_MONOTONIC; stored last */
	int64_t live_bytes;
	int64_t peak_bytes; /* of live bytes so far: where it rises, the peak lies between two points */
	uint64_t rss_bytes;
	uint64_t allocs; /* of the process so far */
	uint64_t alloc_bytes;
}; /* 48 bytes */

/* A line of a list that choosing functions went by, or an option of that meaning. In use when text
 * is not 0. The counts are sums over modules, as they were loaded: what several modules have, such
 * as an inline function, counts in each. */
struct memfn_selection {
	uint64_t text;    /* string; stored last */
	uint64_t list;    /* string: the file, or the option's name */
	uint32_t line;    /* 0: an option */
	uint32_t section; /* MEMFN_LIST_* of abi.h */
	uint64_t matched; /* functions that fit; 0: the line may go */
	uint64_t decided; /* those of them about which no later line spoke */
	uint64_t modules; /* compiled with this line */
	uint64_t key_private;
}; /* 56 bytes */

#endif
