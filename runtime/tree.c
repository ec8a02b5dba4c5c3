/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Interning. The rule of levels (see struct memfn_node) keeps the tree finite under recursion and
 * lets a reader compute every inclusive figure by sums.
 */
#include "tree.h"

#include <errno.h> /* ENOMEM */
#include <string.h>

#include "atomic.h"
#include "block.h"
#include "options.h"
#include "os.h"
#include "profile.h"
#include "table.h"
#include "text.h"

_Static_assert(MEMFN_MAX_ACCOUNTS == 1u << MEMFN_TAG_ACCOUNT_BITS, "a tag has room for them");

static struct memfn_table functions =
	MEMFN_TABLE(MEMFN_CHUNK_FUNCTIONS, struct memfn_function, 6, 1u << 22);
static struct memfn_table nodes =
	MEMFN_TABLE(MEMFN_CHUNK_NODES, struct memfn_node, 8, MEMFN_MAX_NODES);
static struct memfn_table locations =
	MEMFN_TABLE(MEMFN_CHUNK_LOCATIONS, struct memfn_location, 7, 1u << 24);
static struct memfn_table owners =
	MEMFN_TABLE(MEMFN_CHUNK_OWNERS, struct memfn_owner, 7, MEMFN_MAX_OWNERS);
static struct memfn_table accounts =
	MEMFN_TABLE(MEMFN_CHUNK_ACCOUNTS, struct memfn_account, 8, MEMFN_MAX_ACCOUNTS);
struct memfn_table memfn_credits =
	MEMFN_TABLE(MEMFN_CHUNK_CREDITS, struct memfn_credit, MEMFN_CREDITS_SHIFT, 1u << 16);

struct memfn_function *memfn_function_at(uint32_t index)
{
	return memfn_table_at(&functions, index);
}

struct memfn_node *memfn_node_at(uint32_t index)
{
	return memfn_table_at(&nodes, index);
}

struct memfn_owner *memfn_owner_at(uint32_t index)
{
	return memfn_table_at(&owners, index);
}

struct memfn_account *memfn_account_at(uint32_t index)
{
	return memfn_table_at(&accounts, index);
}

uint32_t memfn_account_last;

uint32_t memfn_node_count(void)
{
	return __atomic_load_n(&nodes.count, __ATOMIC_ACQUIRE);
}

uint32_t memfn_owner_count(void)
{
	return __atomic_load_n(&owners.count, __ATOMIC_ACQUIRE);
}

uint32_t memfn_function_count(void)
{
	return __atomic_load_n(&functions.count, __ATOMIC_ACQUIRE);
}

void memfn_credit_claim(struct memfn_credit *credit, uint32_t by)
{
	uint64_t nobody = 0;
	__atomic_compare_exchange_n(&credit->one, &nobody, by, false, __ATOMIC_RELAXED,
								__ATOMIC_RELAXED);
}

uint32_t memfn_credit_new(void)
{
	uint32_t number = memfn_table_add(&memfn_credits);
	return number == MEMFN_NONE ? 0 : number;
}

/* --- owners ------------------------------------------------------------------------------- */

static uint32_t owner_new(uint32_t function, uint32_t location)
{
	uint32_t index = memfn_table_add(&owners);
	if (index == MEMFN_NONE)
		return index;
	struct memfn_owner *owner = memfn_owner_at(index);
	owner->function = function;
	owner->location = location;
	return index;
}

/* In use from now on: what it names is. */
static void owner_publish(uint32_t index)
{
	__atomic_store_n(&memfn_owner_at(index)->used, 1, __ATOMIC_RELEASE);
}

static uint64_t owner_hash(const void *entry)
{
	const struct memfn_owner *owner = entry;
	return memfn_mix(owner->function, owner->location);
}

static bool owner_same(const void *entry, const void *key)
{
	const struct memfn_owner *a = entry, *b = key;
	return a->function == b->function && a->location == b->location;
}

static uint32_t owner_of(uint32_t function, uint32_t location)
{
	struct memfn_owner key = {.function = function, .location = location};
	if (!location)
		return (uint32_t)memfn_function_at(function)->own;
	uint32_t index = memfn_table_find(&owners, owner_hash(&key), owner_same, &key);
	if (index != MEMFN_NONE)
		return index;
	index = owner_new(function, location);
	if (index == MEMFN_NONE)
		return index;
	owner_publish(index);
	memfn_table_enter(&owners, index, owner_hash(&key), owner_hash);
	return index;
}

/* --- functions ---------------------------------------------------------------------------- */

struct function_key {
	const char *linkage, *file;
	uint32_t line;
};

/* The strings of a function, as they lie in the profile's memory, by index. */
static struct function_key *function_keys;

static uint64_t function_key_hash(const struct function_key *key)
{
	return memfn_mix(memfn_mix_text(key->linkage) ^ memfn_mix_text(key->file), key->line);
}

static const struct function_key *key_of(const void *entry)
{
	const struct memfn_function *function = entry;
	return &function_keys[function->index_private];
}

static uint64_t function_hash(const void *entry)
{
	return function_key_hash(key_of(entry));
}

static bool function_same(const void *entry, const void *wanted)
{
	const struct function_key *a = key_of(entry), *b = wanted;
	return a->line == b->line && !strcmp(a->linkage, b->linkage) && !strcmp(a->file, b->file);
}

/* Copies into private memory too: a library's descriptor may be unmapped when it is compared. */
static const char *keep(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = memfn_os_small(size);
	return copy ? memcpy(copy, text, size) : NULL;
}

/* "" is the main program. */
static uint64_t library_string(const char *library)
{
	if (!library)
		return 0;
	return *library ? memfn_string(library) : memfn_header->executable;
}

static uint32_t function_new(const struct memfn_desc *d, const char *library)
{
	if (!function_keys)
		function_keys = memfn_os_map(sizeof *function_keys * (size_t)functions.limit);
	uint32_t index = function_keys ? memfn_table_add(&functions) : MEMFN_NONE;
	if (index == MEMFN_NONE)
		return index;
	struct memfn_function *function = memfn_function_at(index);
	struct function_key *key = &function_keys[index];
	*key = (struct function_key){keep(d->linkage), keep(d->file), d->line};
	function->index_private = index;
	function->own = owner_new(index, 0);
	if (!key->linkage || !key->file || function->own == MEMFN_NONE)
		return MEMFN_NONE;
	function->linkage = memfn_string(d->linkage);
	function->pretty = memfn_string(d->pretty);
	function->file = memfn_string(d->file);
	function->line = d->line;
	function->flags = d->flags;
	function->library = library_string(library);
	__atomic_store_n(&function->name, memfn_string(d->name), __ATOMIC_RELEASE);
	owner_publish((uint32_t)function->own);
	memfn_table_enter(&functions, index, function_key_hash(key), function_hash);
	return index;
}

uint32_t memfn_function_of(struct memfn_desc *d, const char *library)
{
	struct function_key key = {d->linkage, d->file, d->line};
	uint32_t index = memfn_table_find(&functions, function_key_hash(&key), function_same, &key);
	if (index == MEMFN_NONE)
		index = function_new(d, library);
	if (index != MEMFN_NONE)
		__atomic_store_n(&d->record, (void *)(uintptr_t)(index + 1), __ATOMIC_RELEASE);
	return index;
}

/* --- nodes -------------------------------------------------------------------------------- */

static uint64_t node_key_hash(uint32_t level, uint32_t caller_function, uint32_t function,
							  uint32_t nested)
{
	return memfn_mix((uint64_t)level << 32 | function, (uint64_t)caller_function << 1 | nested);
}

static uint32_t caller_function_of(const struct memfn_node *node)
{
	return memfn_node_at(node->caller)->function;
}

static uint64_t node_hash(const void *entry)
{
	const struct memfn_node *node = entry;
	return node_key_hash(node->level, caller_function_of(node), node->function,
						 node->flags & MEMFN_NODE_NESTED);
}

/* The key's caller is a node of the calling function; its flags are those of the entry. */
static bool node_same(const void *entry, const void *key)
{
	const struct memfn_node *a = entry, *b = key;
	return a->level == b->level && a->function == b->function && a->flags == b->flags &&
		   caller_function_of(a) == caller_function_of(b);
}

static uint32_t node_new(const struct memfn_node *key)
{
	uint32_t index = nodes.count < memfn_options.max_paths ? memfn_table_add(&nodes) : MEMFN_NONE;
	if (index == MEMFN_NONE)
		return index;
	struct memfn_node *node = memfn_node_at(index);
	node->level = key->level;
	node->caller = key->caller;
	node->function = key->function;
	__atomic_store_n(&node->flags, key->flags, __ATOMIC_RELEASE);
	memfn_table_enter(&nodes, index, node_hash(node), node_hash);
	return index;
}

static uint32_t node_intern(const struct memfn_node *key)
{
	uint64_t hash = node_key_hash(key->level, caller_function_of(key), key->function,
								  key->flags & MEMFN_NODE_NESTED);
	uint32_t index = memfn_table_find(&nodes, hash, node_same, key);
	return index != MEMFN_NONE ? index : node_new(key);
}

static bool begins_a_stack(uint32_t function)
{
	return function == MEMFN_FUNCTION_PROGRAM || function == MEMFN_FUNCTION_THREAD ||
		   function == MEMFN_FUNCTION_COROUTINE;
}

static bool on_the_path(uint32_t level, uint32_t function)
{
	for (;;) {
		struct memfn_node *node = memfn_node_at(level);
		if (node->function == function)
			return true;
		if (begins_a_stack(node->function) || node->level == level)
			return false;
		level = node->level;
	}
}

static uint32_t node_under_more(uint32_t function)
{
	uint64_t limit = memfn_options.max_paths;
	struct memfn_node more = {0, 0, MEMFN_FUNCTION_MORE, MEMFN_NODE_USED};
	memfn_options.max_paths = nodes.limit; /* one node a function: these few go beyond it */
	uint32_t root = node_intern(&more), index = root;
	if (root != MEMFN_NONE) {
		struct memfn_node node = {root, root, function, MEMFN_NODE_USED};
		index = node_intern(&node);
	}
	memfn_options.max_paths = limit;
	return index;
}

static struct memfn_node key_below(uint32_t current, uint32_t function)
{
	struct memfn_node *node = memfn_node_at(current);
	struct memfn_node key = {current, current, function, MEMFN_NODE_USED};
	if (node->flags & MEMFN_NODE_NESTED)
		key.level = node->level;
	if (!begins_a_stack(function) && on_the_path(key.level, function))
		key.flags |= MEMFN_NODE_NESTED;
	return key;
}

uint32_t memfn_node_below(uint32_t current, uint32_t function)
{
	struct memfn_node key = key_below(current, function);
	uint32_t index = node_intern(&key);
	return index != MEMFN_NONE ? index : node_under_more(function);
}

/* --- locations ---------------------------------------------------------------------------- */

struct location_key {
	const char *file, *kind;
	uint32_t line, flags;
};

static struct location_key *location_keys;

static uint64_t location_key_hash(const struct location_key *key)
{
	uint64_t texts = memfn_mix_text(key->file) ^ (key->kind ? memfn_mix_text(key->kind) * 3 : 1);
	return memfn_mix(texts, (uint64_t)key->line << 8 | key->flags);
}

static uint64_t location_hash(const void *entry)
{
	const struct memfn_location *location = entry;
	return location_key_hash(&location_keys[location->reserved]);
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool location_same(const void *entry, const void *wanted)
{
	const struct memfn_location *location = entry;
	const struct location_key *a = &location_keys[location->reserved], *b = wanted;
	return a->line == b->line && a->flags == b->flags && same_text(a->kind, b->kind) &&
		   same_text(a->file, b->file);
}

static uint32_t location_new(const struct location_key *key)
{
	if (!location_keys)
		location_keys = memfn_os_map(sizeof *location_keys * (size_t)locations.limit);
	if (location_keys && !locations.count)
		memfn_table_add(&locations); /* 0 is no location */
	uint32_t index = location_keys ? memfn_table_add(&locations) : MEMFN_NONE;
	if (index == MEMFN_NONE)
		return index;
	struct memfn_location *location = memfn_table_at(&locations, index);
	struct location_key *kept = &location_keys[index];
	*kept = (struct location_key){keep(key->file), key->kind ? keep(key->kind) : NULL, key->line,
								  key->flags};
	if (!kept->file || (key->kind && !kept->kind))
		return MEMFN_NONE;
	location->reserved = index;
	location->kind = key->kind ? memfn_string(key->kind) : 0;
	location->line = key->line;
	location->flags = key->flags;
	__atomic_store_n(&location->file, memfn_string(key->file), __ATOMIC_RELEASE);
	memfn_table_enter(&locations, index, location_key_hash(key), location_hash);
	return index;
}

uint32_t memfn_location_of(struct memfn_site *site)
{
	struct location_key key = {site->file, site->kind, site->line, site->flags};
	uint32_t index = memfn_table_find(&locations, location_key_hash(&key), location_same, &key);
	if (index == MEMFN_NONE)
		index = location_new(&key);
	if (index == MEMFN_NONE)
		return 0;
	__atomic_store_n(&site->location, index, __ATOMIC_RELEASE);
	return index;
}

/* --- accounts ----------------------------------------------------------------------------- */

static uint64_t account_hash(const void *entry)
{
	const struct memfn_account *account = entry;
	return memfn_mix(account->node, account->location);
}

static bool account_same(const void *entry, const void *key)
{
	const struct memfn_account *a = entry, *b = key;
	return a->node == b->node && a->location == b->location;
}

uint32_t memfn_account_of(uint32_t node, uint32_t location)
{
	struct memfn_account key = {.node = node, .location = location};
	uint32_t index = memfn_table_find(&accounts, account_hash(&key), account_same, &key);
	if (index != MEMFN_NONE)
		return index;
	key.owner = owner_of(memfn_node_at(node)->function, location);
	index = key.owner == MEMFN_NONE ? MEMFN_NONE : memfn_table_add(&accounts);
	if (index == MEMFN_NONE)
		return index;
	struct memfn_account *account = memfn_account_at(index);
	account->node = node;
	account->location = location;
	account->owner = key.owner;
	__atomic_store_n(&account->used, 1, __ATOMIC_RELEASE);
	memfn_table_enter(&accounts, index, account_hash(account), account_hash);
	__atomic_store_n(&memfn_account_last, index, __ATOMIC_RELEASE);
	__atomic_store_n(&memfn_tag_limit, memfn_tag_account(index + 1), __ATOMIC_RELAXED);
	return index;
}

/* --- start -------------------------------------------------------------------------------- */

static int add_pseudo_functions(void)
{
	static const char *const names[MEMFN_FUNCTION_PSEUDOS] = {"<program>", "<thread>",
															  "<coroutine>", "<more>", "<off>"};
	for (int i = 0; i < MEMFN_FUNCTION_PSEUDOS; i++) {
		struct memfn_desc d = {names[i], names[i], names[i], "~", 0, 0, NULL};
		if (function_new(&d, NULL) == MEMFN_NONE)
			return -ENOMEM;
	}
	return 0;
}

int memfn_tree_start(void)
{
	struct memfn_node root = {0, 0, MEMFN_FUNCTION_PROGRAM, MEMFN_NODE_USED};
	uint32_t process = memfn_table_add(&owners); /* in use once its function is */
	if (process == MEMFN_NONE || add_pseudo_functions() ||
		memfn_table_add(&memfn_credits) == MEMFN_NONE)
		return -ENOMEM;
	owner_publish(process);
	if (memfn_table_add(&nodes) == MEMFN_NONE)
		return -ENOMEM;
	*memfn_node_at(0) = root;
	memfn_table_enter(&nodes, 0, node_hash(&root), node_hash);
	uint32_t off = memfn_table_add(&accounts);
	if (off == MEMFN_NONE)
		return -ENOMEM;
	struct memfn_account *account = memfn_account_at(off);
	account->owner = (uint32_t)memfn_function_at(MEMFN_FUNCTION_OFF)->own;
	account->node = MEMFN_NONE;
	return 0;
}

void memfn_tree_reset(void)
{
	struct memfn_table *const tables[] = {&functions, &nodes,    &locations,
										  &owners,    &accounts, &memfn_credits};
	for (unsigned i = 0; i < sizeof tables / sizeof *tables; i++)
		memfn_table_clear_rest(tables[i]);
	for (uint32_t i = 0; i < owners.count; i++)
		memfn_owner_at(i)->live = memfn_owner_at(i)->peak = 0;
	for (uint32_t i = 0; i < memfn_credits.count; i++)
		*memfn_credit_at(i) = (struct memfn_credit){0};
}
