// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Writes 20,000 values of 200 bytes.
#include <leveldb/db.h>
#include <string>
int main() {
  leveldb::DB *db;
  leveldb::Options o;
  o.create_if_missing = true;
  if (!leveldb::DB::Open(o, "db", &db).ok())
    return 1;
  for (int i = 0; i < 20000; i++)
    db->Put(leveldb::WriteOptions(), std::to_string(i * 7919 % 20000), std::string(200, 'x'));
  delete db;
}
