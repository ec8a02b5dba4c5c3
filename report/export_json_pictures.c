/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What was noted under way, in JSON: marks, snapshots, timeline. Times are since the start of the
 * process. */
#include "export.h"
#include "json_writer.h"

static void write_marks(struct json_writer *w, const struct model *model)
{
	jw_open(w, "marks", '[');
	for (guint i = 0; i < model->marks->len; i++) {
		const struct mark *m = &g_array_index(model->marks, struct mark, i);

		jw_open(w, NULL, '{');
		jw_int(w, "process", m->process);
		jw_text(w, "label", m->label);
		jw_int(w, "ns", m->ns);
		jw_int(w, "user_ns", m->user_ns);
		jw_int(w, "system_ns", m->system_ns);
		jw_int(w, "rss_bytes", m->rss_bytes);
		jw_int(w, "peak_rss_bytes", m->peak_rss_bytes);
		jw_int(w, "swap_bytes", m->swap_bytes);
		jw_int(w, "vms_bytes", m->vms_bytes);
		jw_int(w, "shared_bytes", m->shared_bytes);
		jw_int(w, "live_bytes", m->live_bytes);
		jw_int(w, "peak_bytes", m->peak_bytes);
		jw_int(w, "allocs", m->allocs);
		jw_int(w, "alloc_bytes", m->alloc_bytes);
		jw_close(w, '}');
	}
	jw_close(w, ']');
}

static void write_snapshots(struct json_writer *w, const struct model *model)
{
	jw_open(w, "snapshots", '[');
	for (guint i = 0; i < model->pictures->len; i++) {
		const struct picture *p = &g_array_index(model->pictures, struct picture, i);

		jw_open(w, NULL, '{');
		jw_int(w, "process", p->process);
		jw_int(w, "index", p->index);
		jw_text(w, "label", p->label);
		jw_text(w, "cause", picture_cause(p));
		jw_int(w, "ns", p->ns);
		jw_int(w, "cost_ns", p->cost_ns);
		jw_int(w, "live_bytes", p->live_bytes);
		jw_int(w, "live_blocks", p->live_blocks);
		jw_int(w, "peak_bytes", p->peak_bytes);
		jw_int(w, "allocs", p->allocs);
		jw_int(w, "alloc_bytes", p->alloc_bytes);
		if (p->rss_bytes)
			jw_int(w, "rss_bytes", p->rss_bytes);
		else
			jw_null(w, "rss_bytes");
		jw_int(w, "open_frames", p->frames);
		jw_close(w, '}');
	}
	jw_close(w, ']');
}

static void write_timeline(struct json_writer *w, const struct model *model)
{
	jw_open(w, "timeline", '[');
	for (guint i = 0; i < model->points->len; i++) {
		const struct point *p = &g_array_index(model->points, struct point, i);

		jw_open(w, NULL, '{');
		jw_int(w, "process", p->process);
		jw_int(w, "ns", p->ns);
		jw_int(w, "live_bytes", p->live_bytes);
		jw_int(w, "peak_bytes", p->peak_bytes);
		jw_int(w, "rss_bytes", p->rss_bytes);
		jw_int(w, "allocs", p->allocs);
		jw_int(w, "alloc_bytes", p->alloc_bytes);
		jw_close(w, '}');
	}
	jw_close(w, ']');
}

void export_json_pictures(struct json_writer *w, const struct model *model)
{
	write_marks(w, model);
	write_snapshots(w, model);
	write_timeline(w, model);
}
