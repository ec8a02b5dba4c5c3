/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * step PROFILE MEMREPORT PROGRAM [ARGUMENT...]: runs PROGRAM instruction by instruction and keeps
 * each different state of the PROFILE that it writes; MEMREPORT must be able to read every one.
 * That is what a process killed anywhere leaves behind, since the profile is the runtime's own
 * memory.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BATCH = 100 };

static const char *memreport;
static char names[BATCH][32];
static int batched;
static unsigned long states;

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

static int run_memreport(int first, int count)
{
	char *argv[BATCH + 4] = {(char *)memreport, "export", "--format=json"};
	int status;

	for (int i = 0; i < count; i++)
		argv[3 + i] = names[first + i];
	pid_t pid = fork();
	if (!pid) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(2);
		execv(memreport, argv);
		_exit(2);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		fail("memreport");
	return status;
}

/* All at once, since most are fine; one by one to say which is not. */
static void check_batch(void)
{
	if (run_memreport(0, batched))
		for (int i = 0; i < batched; i++)
			if (run_memreport(i, 1)) {
				printf("state %s cannot be read\n", names[i]);
				exit(1);
			}
	for (int i = 0; i < batched; i++)
		unlink(names[i]);
	batched = 0;
}

static void keep_state(const void *bytes, size_t size)
{
	snprintf(names[batched], sizeof names[batched], "state-%lu.out", states++);
	int fd = open(names[batched], O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, bytes, size) != (ssize_t)size || close(fd))
		fail(names[batched]);
	if (++batched == BATCH)
		check_batch();
}

struct view {
	int fd;
	char *map, *last;
	size_t size;
};

/* The file is made under another name and renamed: from then on it must be whole. */
static void look(struct view *v, const char *profile)
{
	struct stat st;

	if (v->fd < 0 && (v->fd = open(profile, O_RDONLY)) < 0)
		return;
	if (fstat(v->fd, &st))
		fail(profile);
	if ((size_t)st.st_size != v->size) {
		if (v->map)
			munmap(v->map, v->size);
		v->size = (size_t)st.st_size;
		v->map = mmap(NULL, v->size, PROT_READ, MAP_SHARED, v->fd, 0);
		v->last = realloc(v->last, v->size);
		if (v->map == MAP_FAILED || !v->last)
			fail("no memory");
	} else if (!memcmp(v->map, v->last, v->size)) {
		return;
	}
	memcpy(v->last, v->map, v->size);
	keep_state(v->last, v->size);
}

int main(int argc, char **argv)
{
	struct view view = {.fd = -1};
	unsigned long steps = 0;
	int status;

	if (argc < 4)
		return 2;
	memreport = argv[2];
	unlink(argv[1]);
	pid_t pid = fork();
	if (!pid) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		execv(argv[3], argv + 3);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) == pid && WIFSTOPPED(status)) {
		int signal = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);

		look(&view, argv[1]);
		steps++;
		if (ptrace(PTRACE_SINGLESTEP, pid, NULL, (void *)(long)signal) && errno != ESRCH)
			fail("ptrace");
	}
	check_batch();
	fprintf(stderr, "%lu instructions, %lu states\n", steps, states);
	puts(view.fd < 0 ? "no profile" : "every state can be read");
	return view.fd < 0 || !WIFEXITED(status) || WEXITSTATUS(status);
}
