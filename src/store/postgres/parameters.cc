#include "store/postgres/parameters.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace store::postgres {

std::string with_dollars(std::string_view sql) {
    std::string out;
    out.reserve(sql.size());
    for (std::size_t at = 0; at < sql.size();) {
        std::size_t end = at + 1;
        if (sql[at] == '\'' || sql[at] == '"') {
            end = std::min(sql.find(sql[at], end), sql.size() - 1) + 1;
        } else if (sql.substr(at).starts_with("--")) {
            end = std::min(sql.find('\n', end), sql.size());
        }
        const std::string_view part = sql.substr(at, end - at);
        out += part == "?" ? std::string_view("$") : part;
        at = end;
    }
    return out;
}

}  // namespace store::postgres
