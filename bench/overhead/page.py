# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Puts tables into a Markdown page, between `<!-- bench NAME -->` and `<!-- end -->`."""
import re

from . import machine, targets, text


def fill(page, found, selected, wanted, about, reached):
    parts = {
        "machine": [machine.sentence(about) + f"; {about['date']}."],
        "ratios": text.markdown(text.ratios(found, wanted, selected)),
        "events": text.markdown(text.events(found, wanted, selected)),
        "costs": text.markdown(text.costs(found, wanted, selected)),
        "systems": text.markdown(text.legend(selected), 2),
        "left-out": [f"* {line}" for line in text.left_out(found)] or ["Nothing was left out."],
    }
    if reached:
        parts["targets"] = text.markdown(targets.rows(reached))
    content = page.read_text()
    for name, lines in parts.items():
        body = "\n".join(lines)
        content = re.sub(rf"(<!-- bench {name} -->\n).*?(<!-- end -->)",
                         lambda m: f"{m[1]}{body}\n{m[2]}", content, flags=re.DOTALL)
    page.write_text(content)
