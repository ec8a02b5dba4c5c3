// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Allocations of C++; Inputs/kinds.py reads the comments.
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <unordered_map>
#include <vector>
namespace ns { struct node { int value; node *next; struct inner { long x; }; }; template <class T> struct box { T t; }; typedef node alias; }
using namespace ns;
void use(const void *);
struct owner { node *first; box<int> *boxes; void set(); static owner *make(); };
void b01() { use(new node); }                                                   // E ns::node
void b02(int n) { use(new node[n]); }                                           // E ns::node
void b03() { use(new (std::nothrow) node::inner()); }                           // E ns::node::inner
void b04() { use(new box<long>()); }                                            // E ns::box<long>
void b05() { use(new ns::alias()); }                                            // E ns::node
void b06() { use(new int *[4]); }                                               // E int*
void owner::set() { first = static_cast<node *>(malloc(sizeof(node))); }        // E ns::node
owner *owner::make() { return (owner *)calloc(1, sizeof(owner)); }              // E owner
void b09(owner &o) { o.boxes = static_cast<box<int> *>(std::realloc(o.boxes, 8)); } // E ns::box<int>
void b10(std::vector<node> &v) { v.push_back(node()); }                         // E ns::node
void b11(std::vector<std::string> &v, std::string &s) { v.push_back(s); }       // E std::string
void b12(std::map<int, node> &m) { m[3].value = 1; }                            // E std::pair<int_const,_ns::node>
void b13(std::unordered_map<std::string, std::vector<int>> &m) { m.clear(); m.reserve(9); } // E std::pair<std::string_const,_std::vector<int>>
void b14(std::string &s) { s += "x"; }                                          // E char
void b15() { auto p = std::make_unique<node>(); use(p.get()); }                 // E ns::node
void b16() { auto p = std::make_shared<box<char>>(); use(p.get()); }            // E ns::box<char>
void b17() { use(::operator new(3)); }                                          // E none
void b18() { auto f = [] { return new double(1); }; use(f()); }                 // E double
void b19(const char *s) { char *copy = strdup(s); use(copy); }                  // E char
template <class T> T *b20() { return new T(); } template node *b20<node>();     // E ns::node
