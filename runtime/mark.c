/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Checkpoints of the program. */
#include "mark.h"

#include <errno.h> /* errno, kept */

#include "api.h"
#include "clock.h"
#include "figures.h"
#include "header.h"
#include "interpose.h"
#include "os.h"
#include "peak.h"
#include "system.h"
#include "table.h"
#include "text.h"
#include "thread.h"

#define EXPORT __attribute__((visibility("default")))

static struct memfn_table marks = MEMFN_TABLE(MEMFN_CHUNK_MARKS, struct memfn_mark, 5, 1u << 20);

static void fill(struct memfn_mark *mark, const char *label)
{
	struct memfn_system now;
	memfn_system_read(&now);
	struct memfn_sums sums = memfn_sum_up();
	mark->ticks = memfn_clock_ticks();
	mark->ns = memfn_clock_monotonic();
	mark->user_ns = now.user_ns;
	mark->system_ns = now.system_ns;
	mark->rss_bytes = now.rss;
	mark->peak_rss_bytes = now.peak_rss;
	mark->swap_bytes = now.swap;
	mark->vms_bytes = now.vms;
	mark->shared_bytes = now.shared;
	mark->live_bytes = memfn_live_bytes();
	mark->peak_bytes = memfn_peak_bytes();
	mark->allocs = sums.allocs;
	mark->alloc_bytes = sums.alloc_bytes;
	__atomic_store_n(&mark->label, memfn_string(label), __ATOMIC_RELEASE);
}

EXPORT void __memfn_mark(const char *label)
{
	int saved = errno;
	if (memfn_attend(&memfn_self, MEMFN_EVENT_KEY(), false)) {
		struct memfn_held held = memfn_os_lock();
		uint32_t index = memfn_table_add(&marks);
		if (index != UINT32_MAX)
			fill(memfn_table_at(&marks, index), label);
		memfn_header_date();
		memfn_os_unlock(held);
	}
	errno = saved;
}

void memfn_marks_reset(void)
{
	memfn_table_empty(&marks);
}
