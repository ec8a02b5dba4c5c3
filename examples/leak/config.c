/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Reads settings, twice; with -DFIXED nothing is left behind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct setting {
	struct setting *next;
	char *name, *value;
};

static char *copy(const char *text, size_t length)
{
	char *made = malloc(length + 1);
	if (!made)
		abort();
	memcpy(made, text, length);
	made[length] = '\0';
	return made;
}

static struct setting *parse_line(const char *line, struct setting *next)
{
	const char *equals = strchr(line, '=');
	struct setting *setting = malloc(sizeof *setting);
	if (!setting || !equals)
		abort();
	setting->name = copy(line, (size_t)(equals - line));
	setting->value = copy(equals + 1, strlen(equals + 1));
	setting->next = next;
	return setting;
}

static struct setting *load(void)
{
	static const char *const lines[] = {"host=localhost", "port=8080", "user=nobody", "retries=3"};
	struct setting *all = NULL;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		all = parse_line(lines[i], all);
	return all;
}

static void unload(struct setting *all)
{
	while (all) {
		struct setting *next = all->next;
		free(all->name);
#ifdef FIXED
		free(all->value);
#endif
		free(all);
		all = next;
	}
}

int main(void)
{
	for (int i = 0; i < 2; i++)
		unload(load());
	fputs("loaded twice\n", stderr);
	return 0;
}
