/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "marks.h"

void memfn_marks_begin(const struct memfn_thread *t)
{
	memfn_marks_begin_at(t, memfn_net(t));
}

void memfn_mark_pass_on_otherwise(const struct memfn_thread *t, int64_t high)
{
	struct memfn_frame *frame = t->top;
	while (unlikely(!frame->key))
		frame--;
	if (unlikely(frame->high < 0))
		memfn_marks_begin(t);
	raise_to(&frame->high, high);
}
