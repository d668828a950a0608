#include "store/postgres/settings.h"

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace store::postgres {

Settings without_hurry(Settings settings) {
    settings.lock_patience = {};
    settings.statement_patience = {};
    settings.silence_max = {};
    settings.idle_transaction_max = {};
    return settings;
}

bool is_postgres_address(std::string_view address) {
    return address.starts_with("postgres://") || address.starts_with("postgresql://");
}

base::Result<std::string, std::string> shown(const std::string& address) {
    struct Free {
        void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
        void operator()(char* text) const { PQfreemem(text); }
    };
    char* error = nullptr;
    const std::unique_ptr<PQconninfoOption, Free> options(PQconninfoParse(address.c_str(), &error));
    // What libpq says here repeats parts of the address, be it the password.
    const std::unique_ptr<char, Free> unsaid(error);
    if (!is_postgres_address(address) || !options) {
        return base::fail(std::string(
            "the address of the PostgreSQL database cannot be read; it looks like "
            "postgres://name:password@host:5432/database, with % and two digits for characters "
            "that mean something in it"));
    }
    std::string user;
    std::string host = "localhost";
    std::string port;
    std::string database;
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr) continue;
        const std::string_view keyword = option->keyword;
        if (keyword == "user") user = std::string(option->val) + "@";
        if (keyword == "host") host = option->val;
        if (keyword == "port") port = std::string(":") + option->val;
        if (keyword == "dbname") database = std::string("/") + option->val;
    }
    return "postgres://" + user + host + port + database;
}

}  // namespace store::postgres
