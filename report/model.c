/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The model's tables: functions, paths and lines, each found by its key. */
#include "model.h"

#include <string.h>

#include "text.h"

static guint mix(guint hash, guint value)
{
	hash = (hash ^ value) * 0x9e3779b1u;
	return hash ^ hash >> 15;
}

static guint mix_pointer(guint hash, const void *pointer)
{
	return mix(hash, (guint)((uintptr_t)pointer >> 3));
}

static guint hash_function(gconstpointer key)
{
	const struct function *f = key;

	return mix(mix_pointer(mix_pointer(0, f->linkage), f->file), f->line);
}

static gboolean same_function(gconstpointer a, gconstpointer b)
{
	const struct function *x = a, *y = b;

	return x->linkage == y->linkage && x->file == y->file && x->line == y->line;
}

/* Two paths of one parent differ in the function that calls, the one called, and nested: see
 * memfn_node. */
static guint hash_path(gconstpointer key)
{
	const struct path *p = key;

	return mix(mix(mix(mix(0, p->parent), p->caller_function), p->function), p->nested);
}

static gboolean same_path(gconstpointer a, gconstpointer b)
{
	const struct path *x = a, *y = b;

	return x->parent == y->parent && x->caller_function == y->caller_function &&
		   x->function == y->function && x->nested == y->nested;
}

static guint hash_line(gconstpointer key)
{
	const struct line *l = key;

	return mix(mix(mix_pointer(mix_pointer(0, l->file), l->kind), l->line), l->function);
}

static gboolean same_line(gconstpointer a, gconstpointer b)
{
	const struct line *x = a, *y = b;

	return x->file == y->file && x->kind == y->kind && x->line == y->line &&
		   x->function == y->function;
}

/* Each model has <program> as its function 0 and path 0, even before the first profile. */
static void add_program(struct model *model)
{
	struct function program = {.pseudo = 1 + MEMFN_FUNCTION_PROGRAM};
	struct path path = {
		.parent = NO_INDEX, .caller = NO_INDEX, .caller_function = NO_INDEX, .root = true};

	program.name = program.pretty = program.linkage = model_string(model, "<program>");
	program.file = model_string(model, "~");
	model_intern_function(model, &program);
	model_intern_path(model, &path, true);
}

static void function_free(void *data)
{
	struct function *function = data;

	g_free(function->sizes);
	g_free(function);
}

struct model *model_new(void)
{
	struct model *model = g_new0(struct model, 1);

	model->functions = g_ptr_array_new_with_free_func(function_free);
	model->path_blocks = g_ptr_array_new_with_free_func(g_free);
	model->lines = g_ptr_array_new_with_free_func(g_free);
	model->processes = g_array_new(FALSE, TRUE, sizeof(struct process));
	model->marks = g_array_new(FALSE, TRUE, sizeof(struct mark));
	model->pictures = g_array_new(FALSE, TRUE, sizeof(struct picture));
	model->points = g_array_new(FALSE, TRUE, sizeof(struct point));
	model->thread_names = g_ptr_array_new_with_free_func(g_free);
	model->strings = g_string_chunk_new(65536);
	model->function_index = g_hash_table_new(hash_function, same_function);
	model->line_index = g_hash_table_new(hash_line, same_line);
	add_program(model);
	return model;
}

void model_free(struct model *model)
{
	if (!model)
		return;
	for (guint i = 0; i < model->processes->len; i++)
		g_free(model_process(model, i)->command);
	g_array_free(model->processes, TRUE);
	g_array_free(model->marks, TRUE);
	g_array_free(model->pictures, TRUE);
	g_array_free(model->points, TRUE);
	g_hash_table_destroy(model->function_index);
	g_hash_table_destroy(model->line_index);
	if (model->path_index)
		g_hash_table_destroy(model->path_index);
	g_ptr_array_free(model->functions, TRUE);
	g_ptr_array_free(model->path_blocks, TRUE);
	g_free(model->inclusive);
	g_ptr_array_free(model->lines, TRUE);
	g_clear_pointer(&model->choices, g_hash_table_destroy);
	g_clear_pointer(&model->lists, g_hash_table_destroy);
	g_clear_pointer(&model->charges, g_array_unref);
	g_clear_pointer(&model->options.threads, g_ptr_array_unref);
	g_clear_pointer(&model->options.threads_except, g_ptr_array_unref);
	g_ptr_array_free(model->thread_names, TRUE);
	g_string_chunk_free(model->strings);
	g_free(model);
}

const char *model_string(struct model *model, const char *text)
{
	size_t size = strlen(text);
	g_autofree char *utf8 = NULL;

	if (g_utf8_validate(text, (gssize)size, NULL))
		return g_string_chunk_insert_const(model->strings, text);
	utf8 = text_utf8(text, size);
	return g_string_chunk_insert_const(model->strings, utf8);
}

struct function *model_intern_function(struct model *model, const struct function *like)
{
	struct function *function = g_hash_table_lookup(model->function_index, like);

	if (function)
		return function;
	function = g_new(struct function, 1);
	*function = *like;
	function->index = model->functions->len;
	function->peak_process = 0;
	figures_clear(function->v, FIG_COUNT);
	g_ptr_array_add(model->functions, function);
	g_hash_table_add(model->function_index, function);
	return function;
}

static struct path *append_path(struct model *model)
{
	if (model->path_count % PATH_BLOCK == 0)
		g_ptr_array_add(model->path_blocks, g_new(struct path, PATH_BLOCK));
	return model_path(model, model->path_count);
}

uint32_t model_intern_path(struct model *model, const struct path *like, bool fresh)
{
	struct path *path;
	gpointer found;

	if (!fresh && g_hash_table_lookup_extended(model->path_index, like, &found, NULL)) {
		path = found;
		return path->index;
	}
	path = append_path(model);
	*path = *like;
	path->index = model->path_count;
	figures_clear(path->v, FIG_PATH_COUNT);
	if (model->path_index)
		g_hash_table_add(model->path_index, path);
	return model->path_count++;
}

void model_index_paths(struct model *model)
{
	if (model->path_index)
		return;
	model->path_index = g_hash_table_new(hash_path, same_path);
	for (uint32_t i = 0; i < model->path_count; i++)
		g_hash_table_add(model->path_index, model_path(model, i));
}

struct line *model_intern_line(struct model *model, const struct line *like)
{
	struct line *line = g_hash_table_lookup(model->line_index, like);

	if (line)
		return line;
	line = g_new0(struct line, 1);
	line->file = like->file;
	line->kind = like->kind;
	line->line = like->line;
	line->function = like->function;
	g_ptr_array_add(model->lines, line);
	g_hash_table_add(model->line_index, line);
	return line;
}

bool model_is_over(const struct model *model)
{
	for (guint i = 0; i < model->processes->len; i++)
		if (model_process(model, i)->state == PROCESS_RUNNING)
			return false;
	return !model->rewound;
}

const char *model_moment(const struct model *model)
{
	if (model_is_over(model))
		return "at the end";
	return model->rewound ? "then" : "now";
}
