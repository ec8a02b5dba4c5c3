// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lists of functions: `fun:GLOB` and `src:GLOB` lines in the sections
// [profile], [never] and [calls]. The syntax is that of LLVM's special case
// lists; the reading is MemFn's own, since LLVM's changed from version to
// version and ends a name at `=`.

#ifndef MEMFN_PASS_LIST_H
#define MEMFN_PASS_LIST_H

#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSet.h"
#include <string>
#include <vector>

namespace llvm {
class Function;
}

namespace memfn {

enum class ListSection { Profile, Never, Calls };
enum class ListKind { Function, Source };

struct ListLine {
  ListSection Where;
  ListKind Kind;
  std::string Pattern;
  std::string File; // or the option's name
  unsigned Number;  // 0: an option

  // The functions that fit, and those of them about which no later line spoke.
  llvm::StringSet<> Matched, Decided;

  ListLine(ListSection In, ListKind Of, std::string Text, std::string From,
           unsigned Line)
      : Where(In), Kind(Of), Pattern(std::move(Text)), File(std::move(From)),
        Number(Line) {}
  std::string place() const; // FILE:NUMBER
  std::string text() const;  // fun:GLOB
};

// * is any text, ? one character, [abc] one of these; the whole text must fit.
bool matchesGlob(llvm::StringRef Pattern, llvm::StringRef Text);

// Does one of F's names fit one of the globs?
bool matchesAnyName(const std::vector<std::string> &Globs,
                    const llvm::Function &F);

class Lists {
public:
  // Adds what the file says. Gives an empty string, or what is wrong with the
  // file and where.
  std::string read(llvm::StringRef FileName);
  std::string parse(llvm::StringRef Text, llvm::StringRef FileName);

  // As a line of [calls].
  void addCall(llvm::StringRef Pattern);
  bool hasCalls() const;

  // The last line of [profile] or [never] that F matches, or null. Lines note
  // what they matched.
  const ListLine *lastMatch(const llvm::Function &F);
  // Is F to be hooked where it is called?
  const ListLine *callMatch(const llvm::Function &F);

  const std::vector<ListLine> &lines() const { return Lines; }

private:
  std::vector<ListLine> Lines;
};

} // namespace memfn

#endif
