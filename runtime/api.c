/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * What memfn.h asks for that is small: stop and start, live bytes and their peak. Each entry first
 * attends to what its caller's address shows, as every event does; errno is kept.
 */
#include "api.h"

#include <errno.h> /* errno, kept */

#include "atomic.h"
#include "figures.h"
#include "interpose.h"
#include "measure.h"
#include "memfn/abi.h"
#include "os.h"
#include "peak.h"
#include "profile.h"
#include "stack.h"
#include "start.h"
#include "thread.h"

#define EXPORT __attribute__((visibility("default")))

/* A region of memfn.h is a descriptor. */
#define SAME(field)                                                                                \
	_Static_assert(offsetof(struct memfn_region_, field) == offsetof(struct memfn_desc, field),    \
				   "a region is a descriptor")
SAME(name);
SAME(pretty);
SAME(linkage);
SAME(file);
SAME(line);
SAME(flags);
SAME(record);
_Static_assert(sizeof(struct memfn_region_) == sizeof(struct memfn_desc), "");
_Static_assert((MEMFN_DESC_SHARED | MEMFN_DESC_REGION) == 3, "memfn.h writes this number");

EXPORT void __memfn_start(void)
{
	struct memfn_thread *t = &memfn_self;
	int saved = errno;
	memfn_attend(t, MEMFN_EVENT_KEY(), false);
	if (!t->busy)
		memfn_resume(t);
	memfn_attend(t, MEMFN_EVENT_KEY(), false);
	errno = saved;
}

EXPORT void __memfn_stop(void)
{
	struct memfn_thread *t = &memfn_self;
	int saved = errno;
	if (memfn_attend(t, MEMFN_EVENT_KEY(), false))
		memfn_pause();
	memfn_attend(t, MEMFN_EVENT_KEY(), false);
	errno = saved;
}

EXPORT int __memfn_is_recording(void)
{
	return memfn_attend(&memfn_self, MEMFN_EVENT_KEY(), false) != NULL;
}

EXPORT void __memfn_flush(void)
{
	struct memfn_thread *t = &memfn_self;
	int saved = errno;
	if (memfn_attend(t, MEMFN_EVENT_KEY(), false))
		memfn_profile_flush();
	errno = saved;
}

/* While off, what was counted before is still there, and frees of it count. */
static bool has_figures(struct memfn_thread *t, uint64_t key)
{
	return memfn_attend(t, key, false) || (memfn_recording.paused && !t->busy);
}

EXPORT void __memfn_traced_memory(size_t *current, size_t *peak)
{
	if (!has_figures(&memfn_self, MEMFN_EVENT_KEY()))
		return;
	if (current)
		*current = (size_t)memfn_live_bytes();
	if (peak)
		*peak = (size_t)memfn_peak_bytes();
}

/* With one stack the peak is looked at only where a frame's mark rises: marks start anew, too. */
EXPORT void __memfn_reset_peak(void)
{
	struct memfn_thread *t = &memfn_self;
	if (!has_figures(t, MEMFN_EVENT_KEY()))
		return;
	struct memfn_held held = memfn_os_lock();
	if (memfn_recording.on == MEMFN_RECORDING_ONE)
		memfn_measures_restart_marks(t);
	__atomic_store_n(&memfn_process_peak, memfn_live_bytes(), __ATOMIC_RELAXED);
	memfn_os_unlock(held);
}
