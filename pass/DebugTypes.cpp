// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// With opaque pointers the first member of a struct has the address of the
// struct, and no instruction says which is meant. So an address is told as a
// type and an offset into it, and only when the pointer there is asked for does
// the search go down into members.

#include "DebugTypes.h"
#include "Compat.h"
#include "llvm/IR/GetElementPtrTypeIterator.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"

using namespace llvm;

namespace memfn {

namespace {

constexpr unsigned MaxDepth = 16;

// Bytes from the address to the GEP's result, a variable index taken as 0: it
// steps from one element to another of the same type.
bool gepOffset(const GEPOperator &GEP, const DataLayout &Layout,
               int64_t &Offset) {
  Offset = 0;
  for (auto I = gep_type_begin(GEP), E = gep_type_end(GEP); I != E; ++I) {
    auto *Index = dyn_cast<ConstantInt>(I.getOperand());
    if (StructType *Struct = I.getStructTypeOrNull()) {
      const StructLayout *Fields = Layout.getStructLayout(Struct);
      Offset += Fields->getElementOffset(Index->getZExtValue());
    } else if (!I.getIndexedType()->isSized()) {
      return false;
    } else if (Index) {
      Offset +=
          Index->getSExtValue() *
          (int64_t)Layout.getTypeAllocSize(I.getIndexedType()).getFixedValue();
    }
  }
  return true;
}

// Without any typedef, const, volatile and the like.
DIType *strip(DIType *T) {
  while (canonical(T) && canonical(T)->getTag() == dwarf::DW_TAG_typedef)
    T = cast<DIDerivedType>(canonical(T))->getBaseType();
  return canonical(T);
}

uint64_t sizeOf(DIType *T) {
  T = strip(T);
  return T ? T->getSizeInBits() / 8 : 0;
}

bool isArray(const DICompositeType *T) {
  return T->getTag() == dwarf::DW_TAG_array_type;
}

// Data members and base classes that hold the byte at Offset, each as a spot.
SmallVector<Spot, 2> membersAt(DICompositeType *T, uint64_t Offset) {
  SmallVector<Spot, 2> Result;
  for (DINode *Node : T->getElements()) {
    auto *Member = dyn_cast<DIDerivedType>(Node);
    if (!Member || Member->isStaticMember() || Member->isBitField() ||
        (Member->getTag() != dwarf::DW_TAG_member &&
         Member->getTag() != dwarf::DW_TAG_inheritance))
      continue;
    uint64_t Begin = Member->getOffsetInBits() / 8;
    uint64_t Size = sizeOf(Member->getBaseType());
    // A flexible array has no size.
    if (Begin <= Offset && (Offset < Begin + Size || Size == 0))
      Result.push_back({Member->getBaseType(), Offset - Begin});
  }
  return Result;
}

void addPointees(Spot S, SmallVectorImpl<DIType *> &Result, unsigned Depth) {
  DIType *T = strip(S.Type);
  if (!T || Depth > MaxDepth)
    return;
  if (isPointer(T)) {
    DIType *Pointee = canonical(pointeeOf(T));
    if (S.Offset == 0 && !is_contained(Result, Pointee))
      Result.push_back(Pointee);
    return;
  }
  auto *Composite = dyn_cast<DICompositeType>(T);
  if (!Composite)
    return;
  if (uint64_t Size = sizeOf(Composite))
    S.Offset %= Size;
  if (isArray(Composite)) {
    uint64_t Size = sizeOf(Composite->getBaseType());
    addPointees({Composite->getBaseType(), Size ? S.Offset % Size : S.Offset},
                Result, Depth + 1);
    return;
  }
  for (Spot Member : membersAt(Composite, S.Offset))
    addPointees(Member, Result, Depth + 1);
}

Spot ofGlobal(const GlobalVariable &G) {
  SmallVector<DIGlobalVariableExpression *, 1> Entries;
  G.getDebugInfo(Entries);
  if (Entries.empty() || Entries[0]->getExpression()->getNumElements())
    return {};
  return {Entries[0]->getVariable()->getType(), 0};
}

// A pair of brackets for each dimension: sizes would make one type look many.
std::string spellArray(const DICompositeType *T, bool IsCxx) {
  std::string Result = spell(T->getBaseType(), IsCxx);
  for (unsigned I = 0; I < std::max(T->getElements().size(), 1u); ++I)
    Result += "[]";
  return Result;
}

std::string spellComposite(DICompositeType *T, bool IsCxx) {
  if (isArray(T))
    return spellArray(T, IsCxx);
  std::string Tag;
  if (T->getTag() == dwarf::DW_TAG_union_type)
    Tag = "union";
  else if (T->getTag() == dwarf::DW_TAG_enumeration_type)
    Tag = "enum";
  else
    Tag = "struct";
  if (T->getName().empty())
    return Tag + " (unnamed)";
  return IsCxx ? qualified(T) : Tag + " " + T->getName().str();
}

} // namespace

VariableTypes::VariableTypes(const Function &F)
    : Layout(F.getParent()->getDataLayout()) {
  compat::forEachVariable(F, [&](const Value *Address, DILocalVariable *V,
                                 const DIExpression *Expression) {
    if (!Address || Expression->getNumElements())
      return;
    Address = Address->stripPointerCasts();
    if (isa<AllocaInst>(Address) || isa<Argument>(Address))
      Types[Address] = V->getType();
  });
}

// A compound literal has no name: what it is copied to tells.
Spot VariableTypes::ofLocal(const AllocaInst &A, unsigned Depth) const {
  if (DIType *T = ofVariable(&A))
    return {T, 0};
  for (const User *U : A.users()) {
    const User *Via =
        isa<BitCastInst>(U) && U->hasOneUse() ? *U->user_begin() : U;
    auto *Copy = dyn_cast<MemTransferInst>(Via);
    if (Copy && Copy->getSource() == &A)
      return at(Copy->getDest(), Depth + 1);
  }
  return {};
}

// A struct that the caller made room for: a parameter's, or the result's.
Spot VariableTypes::ofArgument(const Argument &A) const {
  if (DIType *T = Types.lookup(&A))
    return {T, 0};
  DISubprogram *SP = A.getParent()->getSubprogram();
  if (!A.hasStructRetAttr() || !SP)
    return {};
  DITypeRefArray Signature = SP->getType()->getTypeArray();
  return {Signature.size() ? Signature[0] : nullptr, 0};
}

Spot VariableTypes::at(const Value *Address, unsigned Depth) const {
  Address = Address->stripPointerCasts();
  if (Depth > MaxDepth)
    return {};
  if (auto *A = dyn_cast<AllocaInst>(Address))
    return ofLocal(*A, Depth);
  if (auto *A = dyn_cast<Argument>(Address))
    return ofArgument(*A);
  if (auto *G = dyn_cast<GlobalVariable>(Address))
    return ofGlobal(*G);
  if (auto *Load = dyn_cast<LoadInst>(Address)) {
    auto Pointees = pointeesAt(at(Load->getPointerOperand(), Depth + 1));
    return {Pointees.size() == 1 ? Pointees[0] : nullptr, 0};
  }
  if (auto *GEP = dyn_cast<GEPOperator>(Address)) {
    Spot Base = at(GEP->getPointerOperand(), Depth + 1);
    int64_t Offset;
    if (!Base.Type || !gepOffset(*GEP, Layout, Offset))
      return {};
    // p[-1] and p[1] are of p[0]'s type.
    int64_t Size = sizeOf(Base.Type);
    Offset += Base.Offset;
    if (Offset < 0 && Size)
      Offset = Offset % Size + Size;
    if (Offset < 0)
      return {};
    return {Base.Type, (uint64_t)Offset};
  }
  return {};
}

bool isPointer(DIType *T) {
  auto *Derived = dyn_cast_or_null<DIDerivedType>(T);
  return Derived && (Derived->getTag() == dwarf::DW_TAG_pointer_type ||
                     Derived->getTag() == dwarf::DW_TAG_reference_type ||
                     Derived->getTag() == dwarf::DW_TAG_rvalue_reference_type);
}

DIType *pointeeOf(DIType *T) { return cast<DIDerivedType>(T)->getBaseType(); }

DIType *canonical(DIType *T) {
  while (auto *Derived = dyn_cast_or_null<DIDerivedType>(T)) {
    DIType *Base = Derived->getBaseType();
    switch (Derived->getTag()) {
    case dwarf::DW_TAG_typedef:
      // The name of an unnamed struct.
      if (Base && isa<DICompositeType>(Base) && Base->getName().empty() &&
          !isArray(cast<DICompositeType>(Base)))
        return T;
      break;
    case dwarf::DW_TAG_const_type:
    case dwarf::DW_TAG_volatile_type:
    case dwarf::DW_TAG_restrict_type:
    case dwarf::DW_TAG_atomic_type:
      break;
    default:
      return T;
    }
    T = Base;
  }
  return T;
}

SmallVector<DIType *, 2> pointeesAt(Spot S) {
  SmallVector<DIType *, 2> Result;
  addPointees(S, Result, 0);
  return Result;
}

std::string qualified(DIType *T) {
  std::string Result = T->getName().str();
  for (DIScope *Scope = T->getScope(); Scope; Scope = Scope->getScope()) {
    if (isa<DINamespace>(Scope))
      Result = (Scope->getName().empty() ? "(anonymous namespace)"
                                         : Scope->getName().str()) +
               "::" + Result;
    else if (isa<DICompositeType>(Scope))
      Result = Scope->getName().str() + "::" + Result;
    else
      break;
  }
  return Result;
}

std::string spell(DIType *T, bool IsCxx) {
  T = canonical(T);
  if (!T)
    return "void";
  if (auto *Composite = dyn_cast<DICompositeType>(T))
    return spellComposite(Composite, IsCxx);
  if (isPointer(T))
    return spell(pointeeOf(T), IsCxx) + "*";
  if (isa<DISubroutineType>(T))
    return "function";
  return IsCxx && T->getTag() == dwarf::DW_TAG_typedef ? qualified(T)
                                                       : T->getName().str();
}

} // namespace memfn
