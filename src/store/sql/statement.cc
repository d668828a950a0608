#include "store/sql/statement.h"

#include <string_view>

#include "store/sql/database.h"

namespace store::sql {

Statement::Statement(Database& database, std::string_view sql) : prepared_(database.prepare(sql)) {}

}  // namespace store::sql
