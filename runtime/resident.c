/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "resident.h"

#include <fcntl.h>    /* O_* */
#include <sys/auxv.h> /* AT_PAGESZ */

#include "atomic.h"
#include "os.h"
#include "say.h"
#include "shard.h"
#include "table.h"
#include "tree.h"

bool memfn_resident_on;

enum { VMS, RSS, SHARED, FIGURES }; /* as statm has them */

static int64_t last[FIGURES]; /* pages */
static int file = -1;         /* /proc/self/statm of this process */
static struct stat identity;

static struct memfn_table residents =
	MEMFN_TABLE(MEMFN_CHUNK_RESIDENT, struct memfn_resident, 8, MEMFN_MAX_NODES);

static void open_file(void)
{
	file = memfn_os_open("/proc/self/statm", O_RDONLY | O_CLOEXEC, 0);
	if (file >= 0)
		file = memfn_os_high_descriptor(file);
	if (file >= 0 && memfn_os_stat(file, &identity))
		file = -1;
}

/* The program may have closed it, and the number may be another file's since. */
static bool is_ours(void)
{
	struct stat st;
	return file >= 0 && !memfn_os_stat(file, &st) && st.st_dev == identity.st_dev &&
		   st.st_ino == identity.st_ino;
}

/* proc_pid_statm(5): size, resident, shared, ..., in pages. Of the address space the runtime's own
 * is known, and taken off. */
static bool look(int64_t now[FIGURES])
{
	char text[128];
	if (!is_ours())
		open_file();
	long n = file >= 0 ? memfn_os_read_at(file, text, sizeof text - 1, 0) : 0;
	const char *at = text;
	text[n > 0 ? n : 0] = '\0';
	for (int i = 0; i < FIGURES; i++) {
		const char *start = at;
		for (now[i] = 0; *at >= '0' && *at <= '9'; at++)
			now[i] = now[i] * 10 + *at - '0';
		if (at++ == start)
			return false;
	}
	now[VMS] -= (int64_t)(memfn_os_mapped / getauxval(AT_PAGESZ));
	return true;
}

static struct memfn_resident *resident_of(uint32_t node)
{
	if (unlikely(node >= __atomic_load_n(&residents.count, __ATOMIC_ACQUIRE))) {
		struct memfn_held held = memfn_os_lock();
		while (residents.count <= node && memfn_table_add(&residents) != UINT32_MAX)
			;
		memfn_os_unlock(held);
	}
	return node < residents.count ? memfn_table_at(&residents, node) : NULL;
}

void memfn_resident_note(const struct memfn_frame *frame)
{
	struct memfn_node_counters *node = (void *)(uintptr_t)frame->node;
	int64_t now[FIGURES];
	if (!look(now) || !node)
		return;
	struct memfn_resident *resident = resident_of(memfn_state(node)->node);
	if (!resident)
		return;
	int64_t *sums[FIGURES] = {&resident->vms_bytes, &resident->rss_bytes, &resident->shared_bytes};
	for (int i = 0; i < FIGURES; i++) {
		int64_t pages = now[i] - __atomic_exchange_n(&last[i], now[i], __ATOMIC_RELAXED);
		if (pages)
			shared_add((uint64_t *)sums[i], (uint64_t)pages * getauxval(AT_PAGESZ));
	}
}

void memfn_resident_skip(void)
{
	int64_t now[FIGURES];
	if (look(now))
		for (int i = 0; i < FIGURES; i++)
			__atomic_store_n(&last[i], now[i], __ATOMIC_RELAXED);
}

bool memfn_resident_start(void)
{
	memfn_resident_on = look(last);
	if (!memfn_resident_on)
		memfn_say("MEMFN_OPTIONS: rss=1: /proc/self/statm cannot be read");
	return memfn_resident_on;
}

void memfn_resident_reset(void)
{
	if (is_ours()) /* the parent's */
		memfn_os_close(file);
	file = -1;
	memfn_table_empty(&residents);
	memfn_resident_skip();
}
