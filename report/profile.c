/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * From a file name to a checked profile. A profile that its process is still writing may be caught
 * between two stores (an entry of a chunk that we read before it was published); it is then read
 * again.
 */
#include "profile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"
#include "profile_check.h"

enum { READ_ATTEMPTS = 5 };

static struct profile *profile_new(const char *name, void *bytes, size_t size)
{
	struct profile *profile = g_new0(struct profile, 1);

	profile->name = g_strdup(name);
	profile->bytes = bytes;
	profile->size = size;
	profile->node_leaves = g_array_new(FALSE, TRUE, sizeof(struct profile_leaf));
	profile->account_leaves = g_array_new(FALSE, TRUE, sizeof(struct profile_leaf));
	profile->shards = g_array_new(FALSE, TRUE, sizeof(const struct memfn_shard *));
	profile->stacks = g_array_new(FALSE, TRUE, sizeof(struct profile_stack));
	profile->strings = g_array_new(FALSE, TRUE, sizeof(struct profile_strings));
	profile->chunks = g_array_new(FALSE, TRUE, sizeof(const struct memfn_chunk *));
	return profile;
}

void profile_free(struct profile *profile)
{
	if (!profile)
		return;
	g_free(profile->name);
	g_free(profile->bytes);
	g_free(profile->functions);
	g_free(profile->nodes);
	g_free(profile->locations);
	g_free(profile->owners);
	g_free(profile->accounts);
	g_free(profile->credits);
	g_free(profile->marks);
	g_free(profile->snapshots);
	g_free(profile->snapshot_accounts);
	g_free(profile->snapshot_nodes);
	g_free(profile->narrow);
	g_free(profile->narrow_accounts);
	g_free(profile->narrow_nodes);
	g_free(profile->snapshot_frames);
	g_free(profile->points);
	g_free(profile->selections);
	g_clear_pointer(&profile->rewound, g_ptr_array_unref);
	g_free(profile->residents);
	g_free(profile->sizes);
	g_free(profile->mapped);
	g_free(profile->mapped_owners);
	g_array_free(profile->node_leaves, TRUE);
	g_array_free(profile->account_leaves, TRUE);
	g_array_free(profile->shards, TRUE);
	g_array_free(profile->stacks, TRUE);
	g_array_free(profile->strings, TRUE);
	g_array_free(profile->chunks, TRUE);
	g_free(profile);
}

static bool read_fully(int fd, void *bytes, size_t size, size_t *done, GError **error)
{
	*done = 0;
	while (*done < size) {
		ssize_t n = read(fd, (char *)bytes + *done, size - *done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(error, "cannot read: %s", g_strerror(errno));
		if (n == 0)
			break;
		*done += (size_t)n;
	}
	return true;
}

/* The header says how long the profile is. That much is asked for only where the file has it; a
 * pipe has no length, so what it gives decides. */
static uint8_t *read_rest(int fd, const struct memfn_header *header, GError **error)
{
	struct stat st;
	size_t have = sizeof(*header), room, got;
	uint8_t *bytes = NULL, *more;

	if (fstat(fd, &st))
		st.st_mode = 0;
	if (S_ISREG(st.st_mode) && (uint64_t)st.st_size < header->used) {
		fail(error, "cut short: it has %jd bytes when its header says %ju", (intmax_t)st.st_size,
			 (uintmax_t)header->used);
		return NULL;
	}
	room = S_ISREG(st.st_mode) ? header->used : MIN(header->used, 1 << 20);
	do {
		more = g_try_realloc(bytes, room);
		if (!more) {
			fail(error, "cannot read: no memory for %zu bytes", room);
			break;
		}
		bytes = more;
		memcpy(bytes, header, sizeof(*header));
		if (!read_fully(fd, bytes + have, room - have, &got, error))
			break;
		have += got;
		if (have == header->used)
			return bytes;
		if (have < room) {
			fail(error, "cut short: it has %zu bytes when its header says %ju", have,
				 (uintmax_t)header->used);
			break;
		}
		room = MIN(header->used, room * 2);
	} while (true);
	g_free(bytes);
	return NULL;
}

static struct profile *read_once(const char *name, const char *file, struct memfn_header *header,
								 GError **error)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct profile *moved = NULL;
	uint8_t *bytes = NULL;
	size_t got;

	memset(header, 0, sizeof(*header));
	if (fd < 0) {
		fail(error, "cannot open: %s", g_strerror(errno));
		return NULL;
	}
	if (!read_fully(fd, header, sizeof(*header), &got, error))
		goto out;
	if (!got)
		fail(error, "not a profile: it is empty");
	else if (got < sizeof(*header) &&
			 memcmp(header->magic, MEMFN_MAGIC, sizeof(header->magic)) == 0)
		fail(error, "cut short: it has %zu bytes when the header alone has %d", got,
			 MEMFN_HEADER_SIZE);
	else if (profile_check_header(header, error)) {
		if (header->state == MEMFN_STATE_MOVED)
			moved = profile_new(name, NULL, 0);
		else
			bytes = read_rest(fd, header, error);
	}
out:
	close(fd);
	if (moved)
		return moved;
	return bytes ? profile_parse(name, bytes, header->used, error) : NULL;
}

static struct profile *read_patiently(const char *name, const char *file,
									  struct memfn_header *header, GError **error)
{
	for (int attempt = 1;; attempt++) {
		GError *problem = NULL;
		struct profile *profile = read_once(name, file, header, &problem);

		if (profile || header->state != MEMFN_STATE_RUNNING || attempt == READ_ATTEMPTS) {
			if (problem)
				g_propagate_error(error, problem);
			return profile;
		}
		g_error_free(problem);
	}
}

struct profile *profile_read(const char *name, GError **error)
{
	struct memfn_header header;
	struct profile *profile = read_patiently(name, name, &header, error);
	g_autofree char *live = NULL;

	if (!profile || header.state != MEMFN_STATE_MOVED)
		return profile;
	profile_free(profile);
	live = g_strndup(header.live_name, sizeof(header.live_name));
	profile = read_patiently(name, live, &header, error);
	if (!profile) {
		g_prefix_error(error, "live profile %s: ", live);
		return NULL;
	}
	if (header.state == MEMFN_STATE_MOVED) {
		profile_free(profile);
		fail(error, "live profile %s: says that it is elsewhere, too", live);
		return NULL;
	}
	return profile;
}

struct profile *profile_parse(const char *name, void *bytes, size_t size, GError **error)
{
	struct profile *profile = profile_new(name, bytes, size);

	if (size < sizeof(profile->header))
		fail(error, "cut short: it has %zu bytes when the header alone has %d", size,
			 MEMFN_HEADER_SIZE);
	else {
		memcpy(&profile->header, bytes, sizeof(profile->header));
		if (profile_check_header(&profile->header, error) && profile_index_chunks(profile, error) &&
			profile_check_references(profile, error) && profile_check_pictures(profile, error))
			return profile;
	}
	profile_free(profile);
	return NULL;
}

static int compare_strings(const void *key, const void *entry)
{
	uint64_t offset = *(const uint64_t *)key;
	const struct profile_strings *strings = entry;

	if (offset < strings->start)
		return -1;
	return offset >= strings->end;
}

bool profile_has_string(const struct profile *profile, uint64_t offset, uint64_t *end)
{
	const GArray *all = profile->strings;
	const struct profile_strings *strings = NULL;
	const uint8_t *nul;

	if (all->len)
		strings = bsearch(&offset, all->data, all->len, sizeof(*strings), compare_strings);
	if (!strings)
		return false;
	nul = memchr(profile->bytes + offset, 0, strings->end - offset);
	if (nul && end)
		*end = (uint64_t)(nul - profile->bytes) + 1;
	return nul;
}

const char *profile_string(const struct profile *profile, uint64_t offset)
{
	return offset ? (const char *)profile->bytes + offset : "";
}
