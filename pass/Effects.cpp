// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Effects.h"
#include "Compat.h"
#include "Hooks.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace memfn {

namespace {

// Functions of the C and C++ libraries that never allocate and are called often
// enough to matter. What is missing here only costs a store.
const char *const Harmless[] = {
    // string.h, strings.h
    "memcpy", "memmove", "memset", "memcmp", "memchr", "memrchr", "memmem",
    "mempcpy", "bcmp", "bcopy", "bzero", "strlen", "strnlen", "strcpy",
    "stpcpy", "strncpy", "strcat", "strncat", "strcmp", "strncmp", "strcasecmp",
    "strncasecmp", "strcoll", "strchr", "strrchr", "strchrnul", "strstr",
    "strspn", "strcspn", "strpbrk", "strtok_r", "strsep", "rawmemchr",
    "__memcpy_chk", "__memmove_chk", "__memset_chk", "__strcpy_chk",
    "__strcat_chk", "__strncpy_chk", "__strncat_chk", "__stpcpy_chk",
    // stdlib.h, ctype.h, wchar.h, errno.h, assert
    "free", "cfree", "abs", "labs", "llabs", "atoi", "atol", "atoll", "atof",
    "strtol", "strtoul", "strtoll", "strtoull", "strtod", "strtof", "rand",
    "srand", "rand_r", "random", "bsearch", "getenv", "abort", "isalpha",
    "isdigit", "isspace", "isalnum", "isupper", "islower", "ispunct", "isprint",
    "iscntrl", "isxdigit", "isgraph", "toupper", "tolower", "wcslen", "wmemcpy",
    "wmemset", "wmemcmp", "wcscmp", "wcscpy", "__errno_location",
    "__ctype_b_loc", "__ctype_tolower_loc", "__ctype_toupper_loc",
    "__ctype_get_mb_cur_max", "localeconv",
    // math.h
    "sqrt", "sqrtf", "pow", "powf", "exp", "expf", "exp2", "log", "logf",
    "log2", "log10", "sin", "sinf", "cos", "cosf", "tan", "asin", "acos",
    "atan", "atan2", "sinh", "cosh", "tanh", "floor", "floorf", "ceil", "ceilf",
    "round", "roundf", "lround", "lrint", "rint", "trunc", "fabs", "fabsf",
    "fmod", "fmodf", "modf", "frexp", "ldexp", "hypot", "cbrt", "fma", "fmin",
    "fmax", "copysign", "isnan", "isinf", "__isnan", "__isinf", "__finite",
    "__fpclassify", "__signbit",
    // time.h, setjmp.h, pthread.h, unistd.h
    "time", "clock", "clock_gettime", "gettimeofday", "difftime", "nanosleep",
    "setjmp", "_setjmp", "__sigsetjmp", "sigsetjmp", "longjmp", "_longjmp",
    "siglongjmp", "pthread_self", "pthread_equal", "pthread_mutex_lock",
    "pthread_mutex_unlock", "pthread_mutex_trylock", "pthread_cond_wait",
    "pthread_cond_signal", "pthread_cond_broadcast", "sched_yield", "read",
    "write", "close", "lseek", "getpid", "_exit", "_Exit", "fileno", "feof",
    "ferror", "clearerr",
    // The C++ ABI and operator delete
    "__cxa_begin_catch", "__cxa_rethrow", "__cxa_guard_acquire",
    "__cxa_guard_release", "__cxa_guard_abort", "__cxa_free_exception",
    "__cxa_pure_virtual", "__gxx_personality_v0", "__dynamic_cast",
    "_ZSt9terminatev", "__clang_call_terminate", "_ZdlPv", "_ZdaPv", "_ZdlPvm",
    "_ZdaPvm", "_ZdlPvSt11align_val_t", "_ZdaPvSt11align_val_t",
    "_ZdlPvmSt11align_val_t", "_ZdaPvmSt11align_val_t", "_ZdlPvRKSt9nothrow_t",
    "_ZdaPvRKSt9nothrow_t"};

// A pool's memory counts as allocated where it is tracked.
bool isRuntime(const Function &F) {
  return compat::startsWith(F.getName(), "__memfn_") &&
         F.getName() != "__memfn_track";
}

bool isHarmless(const Function &F) {
  static const StringSet<> Known = [] {
    StringSet<> Set;
    for (const char *Name : Harmless)
      Set.insert(Name);
    return Set;
  }();
  return F.isIntrinsic() || F.onlyReadsMemory() || isRuntime(F) ||
         Known.count(F.getName());
}

// Its frame is gone before a musttail call, whose callee charges F's caller.
bool leavesByMustTail(const Function &F) {
  for (const BasicBlock &BB : F)
    if (BB.getTerminatingMustTailCall())
      return true;
  return false;
}

bool answersForItself(const Function &F) {
  return F.hasFnAttribute(DoneAttribute) && !F.isInterposable() &&
         !leavesByMustTail(F);
}

// May a call of F allocate, as far as F alone tells?
bool isSuspect(const Function &F) {
  if (F.isDeclaration())
    return !isHarmless(F);
  return F.isInterposable();
}

using CallerMap = DenseMap<const Function *, SmallVector<const Function *, 4>>;

// Puts F among its callees' callers. Gives true when F has a call that may
// allocate whatever the other functions of the module do.
bool readCalls(const Function &F, CallerMap &Callers) {
  bool Result = false;
  for (const Instruction &I : instructions(F)) {
    auto *Call = dyn_cast<CallBase>(&I);
    if (!Call || Call->isInlineAsm() || Call->onlyReadsMemory())
      continue;
    const Function *Callee = calleeOf(*Call);
    if (!Callee)
      Result = true;
    else if (!answersForItself(*Callee))
      Callers[Callee].push_back(&F);
  }
  return Result;
}

} // namespace

const Function *calleeOf(const CallBase &Call) {
  return dyn_cast<Function>(
      Call.getCalledOperand()->stripPointerCastsAndAliases());
}

Effects::Effects(Module &M) {
  CallerMap Callers;
  SmallVector<const Function *, 64> Work;
  for (const Function &F : M)
    if (readCalls(F, Callers) || isSuspect(F))
      Work.push_back(&F);
  while (!Work.empty()) {
    const Function *F = Work.pop_back_val();
    if (!MayAllocate.insert(F).second)
      continue;
    for (const Function *Caller : Callers.lookup(F))
      Work.push_back(Caller);
  }
}

bool Effects::mayAllocate(const CallBase &Call) const {
  if (Call.isInlineAsm() || Call.onlyReadsMemory())
    return false;
  const Function *Callee = calleeOf(Call);
  if (!Callee)
    return true;
  return !answersForItself(*Callee) && MayAllocate.count(Callee);
}

} // namespace memfn
