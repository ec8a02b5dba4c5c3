/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* No allocation: it runs inside the first malloc. */
#include "name.h"

#include <errno.h> /* ENAMETOOLONG */
#include <stdio.h> /* snprintf */
#include <string.h>
#include <unistd.h> /* gethostname */

#include "clock.h"
#include "os.h"

#define STANDARD_NAME "profile.out"

struct text {
	char *at, *end;
};

static void add(struct text *text, const char *piece)
{
	while (*piece && text->at < text->end)
		*text->at++ = *piece++;
}

/* gmtime_r would read files of time zones, and allocate. Days since 1970 to a date: Howard Hinnant,
 * "chrono-compatible low-level date algorithms". */
static void add_start_time(struct text *text)
{
	char stamp[64];
	int64_t seconds = memfn_clock_realtime() / 1000000000;
	int64_t days = seconds / 86400, rest = seconds % 86400;
	int64_t z = days + 719468, era = z / 146097, doe = z % 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);
	snprintf(stamp, sizeof stamp, "%04d%02d%02dT%02d%02d%02dZ",
			 (int)(yoe + era * 400 + (month <= 2)), month, (int)(doy - (153 * mp + 2) / 5 + 1),
			 (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
	add(text, stamp);
}

static void add_program(struct text *text)
{
	static char path[PATH_MAX]; /* the machine stack may be a small one */
	const char *slash;
	if (memfn_os_read_link("/proc/self/exe", path, sizeof path) <= 0)
		strcpy(path, "program");
	slash = strrchr(path, '/');
	add(text, slash ? slash + 1 : path);
}

/* MPI ranks, from the environment of the launchers: OpenMPI, MPICH and Intel, PMIx, Slurm. */
static void add_rank(struct text *text)
{
	static const char *const variables[] = {"OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK",
											"SLURM_PROCID"};
	for (unsigned i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *rank = memfn_os_environment(variables[i]);
		if (rank && !strchr(rank, '/')) {
			add(text, rank);
			return;
		}
	}
	add(text, "0");
}

static void add_item(struct text *text, char item)
{
	char word[256];
	switch (item) {
	case 'p':
		snprintf(word, sizeof word, "%u", memfn_os_pid());
		break;
	case 'h':
		if (gethostname(word, sizeof word))
			strcpy(word, "localhost");
		word[sizeof word - 1] = '\0';
		break;
	case 'e':
		add_program(text);
		return;
	case 't':
		add_start_time(text);
		return;
	case 'r':
		add_rank(text);
		return;
	case '%':
		strcpy(word, "%");
		break;
	default:
		snprintf(word, sizeof word, "%%%c", item);
	}
	add(text, word);
}

int memfn_name_expand(const char *pattern, char into[MEMFN_NAME_MAX])
{
	struct text text = {into, into + PATH_MAX};
	if (!pattern || !*pattern)
		pattern = STANDARD_NAME;
	if (*pattern != '/') {
		int saved = errno;
		if (!getcwd(into, PATH_MAX)) {
			int result = -errno;
			errno = saved;
			return result;
		}
		errno = saved;
		text.at += strlen(into);
		add(&text, "/");
	}
	for (const char *c = pattern; *c; c++) {
		if (*c == '%' && c[1])
			add_item(&text, *++c);
		else
			add(&text, (char[]){*c, '\0'});
	}
	if (text.at >= text.end)
		return -ENAMETOOLONG;
	*text.at = '\0';
	return 0;
}

bool memfn_name_has_pid(const char *pattern)
{
	for (const char *c = pattern; c && *c; c++) {
		if (*c == '%' && c[1] && *++c == 'p')
			return true;
	}
	return false;
}

void memfn_name_make_folders(const char *name)
{
	static char path[MEMFN_NAME_MAX];
	strcpy(path, name);
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		memfn_os_mkdir(path);
		*slash = '/';
	}
}
