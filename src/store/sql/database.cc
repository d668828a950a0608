#include "store/sql/database.h"

#include <cstdint>
#include <string>

#include "store/sql/statement.h"

namespace store::sql {

std::int64_t Database::number(const char* sql) {
    Statement statement(*this, sql);
    Rows rows = statement.rows();
    return rows.next() ? rows.integer(0) : 0;
}

std::string Database::text(const char* sql) {
    Statement statement(*this, sql);
    Rows rows = statement.rows();
    return rows.next() ? std::string(rows.text(0)) : std::string();
}

Database::Fate Database::fate_of(const std::string& /*transaction*/) {
    return Fate::unknown;
}

}  // namespace store::sql
