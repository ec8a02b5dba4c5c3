/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Reading source files. A profile may name any file: only regular ones are opened, and no huge
 * ones. */
#include "source.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "moment.h"
#include "text.h"

enum { LARGEST = 64 << 20 };

struct source {
	GPtrArray *folders;
	GHashTable *files; /* name to its lines; none where it cannot be read */
};

struct source *source_new(GPtrArray *folders)
{
	struct source *source = g_new(struct source, 1);

	source->folders = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < folders->len; i++)
		g_ptr_array_add(source->folders, g_strdup(folders->pdata[i]));
	source->files =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_strfreev);
	return source;
}

struct source *source_beside(char *const *profiles)
{
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);

	for (; *profiles; profiles++) {
		const char *moment;
		g_autofree char *file = moment_split(*profiles, &moment);

		g_ptr_array_add(folders, g_path_get_dirname(file));
	}
	return source_new(folders);
}

void source_free(struct source *source)
{
	g_ptr_array_unref(source->folders);
	g_hash_table_destroy(source->files);
	g_free(source);
}

static char *read_all(int fd, size_t size)
{
	char *text = g_malloc(size + 1);
	size_t used = 0;
	ssize_t got;

	while (used < size && (got = read(fd, text + used, size - used)) > 0)
		used += (size_t)got;
	text[used] = 0;
	return text;
}

static char **read_file(const char *name)
{
	int fd = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	char **lines = NULL;
	struct stat about;

	if (fd < 0)
		return NULL;
	if (!fstat(fd, &about) && S_ISREG(about.st_mode) && about.st_size <= LARGEST) {
		g_autofree char *text = read_all(fd, (size_t)about.st_size);

		lines = g_strsplit(text, "\n", -1);
	}
	close(fd);
	return lines;
}

/* In a folder or above it. clang writes an absolute name relative to what file and build folder
 * have in common, and make may have run in a folder of its own: of ../../src/a.c the src/a.c
 * counts. A name without a folder fits too much to be looked for further than in the one above. */
static char **find_above(const char *folder, const char *name)
{
	g_autofree char *here = g_canonicalize_filename(folder, NULL);
	char **lines = NULL;
	bool last = false;

	while (g_str_has_prefix(name, "../"))
		name += strlen("../");
	for (int up = 0; !lines && !last; up++) {
		g_autofree char *path = g_build_filename(here, name, NULL);
		char *parent = g_path_get_dirname(here);

		lines = read_file(path);
		last = !strcmp(parent, here) || (up == 1 && !strchr(name, '/'));
		g_free(here);
		here = parent;
	}
	return lines;
}

static char **find_file(const struct source *source, const char *name)
{
	const GPtrArray *folders = source->folders;
	char **lines = NULL;

	if (g_path_is_absolute(name))
		return read_file(name);
	for (guint i = 0; i < folders->len && !lines; i++) {
		g_autofree char *path = g_build_filename(folders->pdata[i], name, NULL);

		lines = read_file(path);
	}
	if (!lines)
		lines = read_file(name);
	for (guint i = 0; i < folders->len && !lines; i++)
		lines = find_above(folders->pdata[i], name);
	return lines ? lines : find_above(".", name);
}

/* Blanks within stay as they are. */
static char *printable(char *text)
{
	g_auto(GStrv) parts = g_strsplit(g_strstrip(text), "\t", -1);

	for (char **part = parts; *part; part++) {
		char *plain = text_printable(*part);

		g_free(*part);
		*part = plain;
	}
	return g_strjoinv("\t", parts);
}

char *source_line(struct source *source, const char *file, uint32_t line)
{
	g_autofree char *text = NULL;
	char **lines;

	if (!line)
		return NULL;
	if (!g_hash_table_contains(source->files, file))
		g_hash_table_insert(source->files, g_strdup(file), find_file(source, file));
	lines = g_hash_table_lookup(source->files, file);
	for (; lines && *lines && line > 1; lines++)
		line--;
	if (!lines || !*lines)
		return NULL;
	text = g_strdup(*lines);
	g_strstrip(text);
	return *text ? printable(text) : NULL;
}
