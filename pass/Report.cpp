// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Report.h"
#include "Compat.h"
#include "Names.h"
#include "Origin.h"
#include "llvm/IR/LLVMContext.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

using namespace llvm;

namespace memfn {

// One write, so that lines of compilers that run at once do not mix; where the
// file takes a part of it, another one tells why, or takes the rest.
static bool writeAll(int File, StringRef Text) {
  while (!Text.empty()) {
    ssize_t Written = write(File, Text.data(), Text.size());
    if (Written < 0 && errno != EINTR)
      return false;
    Text = Text.drop_front(Written < 0 ? 0 : Written);
  }
  return true;
}

Report::Report(Module &Mod, StringRef Name) : M(Mod), FileName(Name.str()) {}

void Report::line(StringRef File, unsigned Line, const Function &F,
                  StringRef What) {
  if (!FileName.empty())
    Text += File.str() + ":" + std::to_string(Line) + ": " + namesOf(F).Pretty +
            ": " + What.str() + "\n";
}

void Report::instrumented(const Function &F, StringRef Why) {
  line(fileOf(F), lineOf(F), F, "instrumented: " + Why.str());
}

void Report::skipped(const Function &F, StringRef Why) {
  line(fileOf(F), lineOf(F), F, "skipped: " + Why.str());
}

void Report::allocation(const Function &F, StringRef File, unsigned Line,
                        StringRef Kind, bool Guess) {
  line(File, Line, F,
       "allocates: " + (Kind.empty() ? "unknown" : Kind.str()) +
           (Guess ? "?" : ""));
}

Report::~Report() {
  if (Text.empty())
    return;
  int File = FileName == "-"
                 ? dup(STDERR_FILENO)
                 : open(FileName.c_str(),
                        O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (File < 0 || !writeAll(File, Text))
    M.getContext().emitError("memfn: " + FileName +
                             ": cannot be written: " + std::strerror(errno));
  if (File >= 0)
    close(File);
}

} // namespace memfn
