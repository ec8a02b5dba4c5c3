/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "file.h"

#include <errno.h>       /* E* */
#include <fcntl.h>       /* O_* */
#include <linux/magic.h> /* EXT4_SUPER_MAGIC, TMPFS_MAGIC, XFS_SUPER_MAGIC, OVERLAYFS_SUPER_MAGIC */
#include <stddef.h>      /* offsetof */
#include <stdio.h>       /* snprintf */
#include <string.h>
#include <sys/stat.h> /* struct stat, S_ISREG */

#include "options.h"
#include "os.h"
#include "profile.h"
#include "say.h"
#include "tell.h"

char memfn_profile_name[MEMFN_NAME_MAX];

static int file = -1;
static struct stat identity;
static unsigned mode;
static int was_made;
static char live_name[1024]; /* empty where NAME is the live file */
static char temporary[MEMFN_NAME_MAX + 32];

int memfn_file_was_made(void)
{
	return was_made;
}

static int is_ours(int fd)
{
	struct stat st;
	return fd >= 0 && !memfn_os_stat(fd, &st) && st.st_dev == identity.st_dev &&
		   st.st_ino == identity.st_ino;
}

/* Daemons close every descriptor and numbers are used again: it is ours, or opened anew, or lost.
 */
int memfn_file(void)
{
	if (file < 0 || is_ours(file))
		return file;
	file = memfn_os_open(*live_name ? live_name : memfn_profile_name,
						 O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0);
	if (file >= 0)
		file = memfn_os_high_descriptor(file);
	if (!is_ours(file)) {
		if (file >= 0)
			memfn_os_close(file);
		file = -1;
	}
	return file;
}

void memfn_file_forget(void)
{
	if (memfn_file() >= 0)
		memfn_os_close(file);
	file = -1;
	was_made = 0;
	*live_name = '\0';
}

void memfn_file_give_mode(void)
{
	memfn_os_chmod(memfn_file(), mode);
}

void memfn_file_go_on(uint32_t state)
{
	uint64_t at = offsetof(struct memfn_header, state);
	int flags = O_RDWR | O_NOFOLLOW | O_CLOEXEC;
	int fd = *live_name ? memfn_os_open(memfn_profile_name, flags, 0) : memfn_file();
	if (fd < 0)
		return;
	memfn_os_write_at(fd, &state, sizeof state, at);
	if (*live_name)
		memfn_os_close(fd);
	else
		memfn_os_chmod(fd, 0400);
}

/* --- the name ------------------------------------------------------------------------------- */

static int same_machine(const struct memfn_header *other)
{
	return !strncmp(other->boot_id, memfn_header->boot_id, sizeof other->boot_id);
}

/* Whether a living process, this one before an execve included, writes a profile there. */
static int written_by_the_living(const char *name)
{
	static struct memfn_header header;
	long n = memfn_os_read_file(name, (char *)&header, sizeof header);
	if (n < (long)offsetof(struct memfn_header, start_realtime_ns) ||
		memcmp(header.magic, MEMFN_MAGIC, sizeof header.magic) || !same_machine(&header))
		return 0;
	int open = header.state == MEMFN_STATE_RUNNING || header.state == MEMFN_STATE_MOVED;
	if (header.pid_namespace != memfn_header->pid_namespace)
		return open;
	/* Pids are used again: what another process of this one's has ended is free. */
	open |= header.state == MEMFN_STATE_REPLACED && header.pid == memfn_os_pid();
	return open && memfn_os_alive(header.pid);
}

/* NAME, else NAME.PID, NAME.PID.2, ...: the first that is no living process's. Only a regular file
 * is ever replaced. 1 where it is not NAME itself. */
static int choose_name(char name[MEMFN_NAME_MAX])
{
	size_t length = strlen(name);
	struct stat st;
	for (unsigned n = 0; n < 1000; n++) {
		if (n == 1)
			snprintf(name + length, 64, ".%u", memfn_os_pid());
		else if (n > 1)
			snprintf(name + length, 64, ".%u.%u", memfn_os_pid(), n);
		int result = memfn_os_stat_name(name, &st);
		if (result == -ENOENT)
			return n > 0;
		if (result)
			return result;
		if (!S_ISREG(st.st_mode))
			return -EEXIST;
		if (!written_by_the_living(name))
			return n > 0;
	}
	return -EEXIST;
}

/* --- making it ------------------------------------------------------------------------------ */

/* A new inode beside its place, under a temporary name; the mode it will have is kept. */
static int create_beside(const char *name)
{
	struct stat st;
	snprintf(temporary, sizeof temporary, "%s.%u.new", name, memfn_os_pid());
	int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	int fd = memfn_os_open(temporary, flags, 0666);
	if (fd == -EEXIST) { /* left by a dead process of this pid */
		memfn_os_unlink(temporary);
		fd = memfn_os_open(temporary, flags, 0666);
	}
	if (fd < 0)
		return fd;
	fd = memfn_os_high_descriptor(fd);
	if (!memfn_os_stat(fd, &st))
		mode = st.st_mode & 0777;
	return fd;
}

/* Takes the space, writes the header, and gives it its name. The descriptor, or -errno. */
static int make_at(const char *name, uint64_t size, const struct memfn_header *header)
{
	int fd = create_beside(name);
	if (fd < 0)
		return fd;
	memfn_os_chmod(fd, 0400);
	int result = memfn_os_take_space(fd, 0, size);
	if (!result)
		result = memfn_os_write_at(fd, header, sizeof *header, 0);
	if (!result)
		result = memfn_os_rename(temporary, name);
	if (!result)
		return fd;
	memfn_os_unlink(temporary);
	memfn_os_close(fd);
	return result;
}

static int adopt(int fd)
{
	if (fd < 0)
		return fd;
	memfn_os_stat(fd, &identity);
	file = fd;
	was_made = 1;
	return 0;
}

/* Space taken from these stays taken: a later store into it does not fail. (An overlay's upper
 * layer is mostly one of them.) */
static int keeps_its_word(const char *name)
{
	static char folder[MEMFN_NAME_MAX]; /* the machine stack may be a small one */
	strcpy(folder, name);
	*strrchr(folder, '/') = '\0';
	switch (memfn_os_file_system(*folder ? folder : "/")) {
	case EXT4_SUPER_MAGIC:
	case TMPFS_MAGIC:
	case XFS_SUPER_MAGIC:
	case OVERLAYFS_SUPER_MAGIC:
	case RAMFS_MAGIC:
	case 0: /* there is no such folder: making the file will say so */
		return 1;
	default:
		return 0;
	}
}

bool memfn_file_is_on_disk(void)
{
	long kind = memfn_os_file_system(*live_name ? live_name : memfn_profile_name);
	return kind && kind != TMPFS_MAGIC && kind != RAMFS_MAGIC;
}

/* The folder of the live file where it is not to be NAME's; null where it is. */
static const char *live_folder(void)
{
	if (memfn_options.live && *memfn_options.live)
		return memfn_options.live;
	if (keeps_its_word(memfn_profile_name))
		return NULL;
	const char *runtime = memfn_os_environment("XDG_RUNTIME_DIR");
	return runtime && *runtime == '/' ? runtime : "/dev/shm";
}

/* Absolute, and no other process's: pids repeat from name space to name space, starts do not. */
static int name_live_file(const char *folder)
{
	static char absolute[MEMFN_NAME_MAX];
	int result = memfn_name_expand(folder, absolute);
	size_t length = result ? 0 : strlen(absolute);
	if (result || length > sizeof live_name - 64)
		return result ? result : -ENAMETOOLONG;
	memcpy(live_name, absolute, length);
	snprintf(live_name + length, 64, "/memfn-%u-%llx.live", memfn_os_pid(),
			 (unsigned long long)memfn_header->start_realtime_ns);
	return 0;
}

/* The live file in a folder of its own, and a page under NAME that says where. */
static int make_elsewhere(const char *folder, uint64_t size)
{
	static struct memfn_header page;
	int result = name_live_file(folder);
	if (result)
		return result;
	int fd = make_at(live_name, size, memfn_header);
	if (fd < 0)
		*live_name = '\0';
	if (fd < 0)
		return fd;
	page = *memfn_header;
	page.state = MEMFN_STATE_MOVED;
	page.used = MEMFN_HEADER_SIZE;
	memcpy(page.live_name, live_name, sizeof page.live_name);
	int stub = make_at(memfn_profile_name, MEMFN_HEADER_SIZE, &page);
	if (stub >= 0) {
		memfn_os_close(stub);
		return adopt(fd);
	}
	memfn_os_unlink(live_name);
	memfn_os_close(fd);
	*live_name = '\0';
	return stub;
}

bool memfn_file_is_nowhere(void)
{
	return !strcmp(memfn_profile_name, "/dev/null");
}

int memfn_file_make(const char *pattern, uint32_t child, uint64_t size)
{
	int result = memfn_name_expand(pattern, memfn_profile_name);
	if (result)
		return result;
	if (memfn_file_is_nowhere())
		return -ECANCELED;
	if (child && !memfn_name_has_pid(pattern))
		snprintf(memfn_profile_name + strlen(memfn_profile_name), 32, ".%u", child);
	if (memfn_options.live && !strcmp(memfn_options.live, "none"))
		return -ECANCELED;
	memfn_name_make_folders(memfn_profile_name);
	result = choose_name(memfn_profile_name);
	if (result < 0)
		return result;
	if (result && !child && memfn_tell_wanted()) /* a program may run itself, and read its stderr */
		memfn_say("%s is being written by another process; this one writes %s",
				  pattern && *pattern ? pattern : "profile.out", memfn_profile_name);
	const char *folder = live_folder();
	result = folder ? make_elsewhere(folder, size) : -ENOENT;
	if (!result)
		return 0;
	if (folder)
		memfn_say("%s: no live file can be made there: %s; it is %s itself", folder,
				  memfn_reason(-result), memfn_profile_name);
	return adopt(make_at(memfn_profile_name, size, memfn_header));
}

int memfn_file_make_late(uint64_t size)
{
	if (memfn_file_is_nowhere())
		return -ECANCELED;
	memfn_name_make_folders(memfn_profile_name);
	int result = choose_name(memfn_profile_name);
	return result < 0 ? result : adopt(make_at(memfn_profile_name, size, memfn_header));
}

/* --- bringing it home ----------------------------------------------------------------------- */

int memfn_file_home_begin(uint64_t size)
{
	if (!*live_name)
		return -1;
	int fd = create_beside(memfn_profile_name);
	if (fd >= 0 && memfn_os_take_space(fd, 0, size)) {
		memfn_os_unlink(temporary);
		memfn_os_close(fd);
		return -1;
	}
	return fd;
}

int memfn_file_home_end(int copy, int failed)
{
	int result = failed ? failed : memfn_os_rename(temporary, memfn_profile_name);
	memfn_os_close(copy);
	if (result)
		memfn_os_unlink(temporary);
	else
		memfn_os_unlink(live_name);
	return result;
}
