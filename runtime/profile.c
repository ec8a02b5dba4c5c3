/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The profile as a whole: its beginning, its copy in a child, its end. */
#include "profile.h"

#include <errno.h> /* E* */
#include <string.h>

#include "chunk.h"
#include "clock.h"
#include "file.h"
#include "header.h"
#include "options.h"
#include "os.h"
#include "say.h"
#include "text.h"

struct memfn_header *memfn_header;

static int complained; /* that no file could be made */

/* Holds what a program of few functions needs. */
enum { FIRST_SIZE = 48 << 10 };

int memfn_profile_renew(const char *pattern)
{
	static struct memfn_header draft;
	struct memfn_header *mapped = memfn_header;
	memset(&draft, 0, sizeof draft);
	memfn_header_fill(&draft);
	draft.used = memfn_chunks_end(); /* the mapped one is the parent's, and has gone on */
	draft.flags = mapped->flags & ~(uint32_t)MEMFN_HEADER_PRIVATE_TAIL;
	draft.command = mapped->command;
	draft.command_count = mapped->command_count;
	draft.executable = mapped->executable;
	draft.folder = mapped->folder;
	memfn_file_forget();
	memfn_header = &draft;
	int result = memfn_file_make(pattern, draft.pid, draft.used);
	memfn_header = mapped;
	result = memfn_chunks_renew(result ? -1 : memfn_file());
	draft.flags |= mapped->flags & MEMFN_HEADER_PRIVATE_TAIL;
	memcpy(mapped, &draft, sizeof draft);
	memfn_strings_renew();
	return result;
}

int memfn_profile_open(const char *pattern)
{
	static struct memfn_header draft;
	memfn_header_fill(&draft);
	memfn_header = &draft;
	uint64_t size =
		memfn_whole_pages(memfn_options.reserve > FIRST_SIZE ? memfn_options.reserve : FIRST_SIZE);
	int result = memfn_file_make(pattern, 0, size);
	bool nowhere = memfn_file_is_nowhere();
	complained = result && (result != -ECANCELED || nowhere);
	if (complained && !nowhere && memfn_options.quiet != MEMFN_QUIET_YES)
		memfn_say("%s: cannot be made: %s; figures stay in memory",
				  *memfn_profile_name ? memfn_profile_name : "profile.out", memfn_reason(-result));
	memfn_header = NULL;
	struct memfn_header *header = memfn_chunks_open(size, MEMFN_HEADER_SIZE);
	if (!header)
		return -ENOMEM;
	draft.used = size;
	if (memfn_chunks_left_file())
		draft.flags |= MEMFN_HEADER_PRIVATE_TAIL;
	memcpy(header, &draft, sizeof draft);
	memfn_header = header;
	memfn_header_fill_command();
	return 0;
}

/* What is in private memory goes into the file; all of it where there was none to be had until now,
 * or where NAME is not the live file. */
static int write_out(void)
{
	uint64_t used = memfn_header->used;
	bool all = memfn_file() < 0 && !memfn_file_was_made();
	int result = all ? memfn_file_make_late(memfn_chunks_end()) : 0;
	int fd = memfn_file();
	if (fd < 0)
		return result ? result : -ENOENT;
	memfn_header->used = memfn_chunks_end();
	memfn_header->flags &= ~(uint32_t)MEMFN_HEADER_PRIVATE_TAIL;
	result = memfn_chunks_write(fd, all);
	if (result) {
		memfn_header->used = used;
		memfn_header->flags |= MEMFN_HEADER_PRIVATE_TAIL;
	}
	return result;
}

int memfn_profile_finish(uint32_t state, int status)
{
	int result = 0;
	memfn_chunks_trim();
	memfn_header_date();
	memfn_header_note_cpu();
	memfn_header->status = status;
	__atomic_store_n(&memfn_header->state, state, __ATOMIC_RELEASE);
	if (memfn_chunks_left_file())
		result = write_out();
	int copy = memfn_file_home_begin(memfn_chunks_end());
	if (copy >= 0)
		result = memfn_file_home_end(copy, memfn_chunks_write(copy, true));
	else if (memfn_file() >= 0)
		memfn_file_give_mode();
	return result && complained ? 1 : result;
}

/* Where NAME is not the live file, what is there now stays there until the end. */
void memfn_profile_go_on(void)
{
	struct memfn_held held = memfn_os_lock();
	memfn_header->state = MEMFN_STATE_RUNNING;
	memfn_header->cpu_ns = 0;
	memfn_file_go_on(MEMFN_STATE_RUNNING);
	if (memfn_chunks_left_file())
		memfn_header->flags |= MEMFN_HEADER_PRIVATE_TAIL;
	memfn_os_unlock(held);
}

int memfn_profile_flush(void)
{
	struct memfn_held held = memfn_os_lock();
	memfn_header_date();
	int result = memfn_chunks_left_file() ? write_out() : 0;
	memfn_os_unlock(held);
	return result;
}
