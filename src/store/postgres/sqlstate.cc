#include "store/postgres/sqlstate.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "store/sql/failure.h"

namespace store::postgres {
namespace {

using sql::Failure;
using Cause = Failure::Cause;
using Kind = Failure::Kind;

struct Meaning {
    std::string_view code;  // or the class it begins with
    Cause cause;
    Kind kind;
};

// The longer code comes before its class.
constexpr std::array kMeanings = {
    Meaning{"40001", Cause::surroundings, Kind::conflict},  // serialization_failure
    Meaning{"40P01", Cause::surroundings, Kind::conflict},  // deadlock_detected
    Meaning{"55P03", Cause::surroundings, Kind::busy},      // lock_not_available
    Meaning{"57014", Cause::surroundings, Kind::busy},      // query_canceled: statement_timeout
    Meaning{"53100", Cause::surroundings, Kind::full},      // disk_full
    Meaning{"25P03", Cause::surroundings, Kind::other},     // idle_in_transaction_session_timeout
    Meaning{"25006", Cause::surroundings, Kind::other},     // read_only_sql_transaction: a standby
    Meaning{"26000", Cause::surroundings, Kind::other},     // invalid_sql_statement_name: a pooler
    Meaning{"XX001", Cause::surroundings, Kind::damage},
    Meaning{"XX002", Cause::surroundings, Kind::damage},
    Meaning{"08", Cause::surroundings, Kind::other},  // connection
    Meaning{"28", Cause::surroundings, Kind::other},  // authorization
    Meaning{"53", Cause::surroundings, Kind::other},  // resources
    Meaning{"57", Cause::surroundings, Kind::other},  // intervention of an operator
    Meaning{"58", Cause::surroundings, Kind::other},  // the system below
};

}  // namespace

Failure failure_of(std::string_view code, const std::string& message) {
    if (code.empty()) code = kConnectionFailure;
    const auto* const found = std::ranges::find_if(
        kMeanings, [code](const Meaning& meaning) { return code.starts_with(meaning.code); });
    const bool is_known = found != kMeanings.end();
    return {is_known ? found->cause : Cause::request, is_known ? found->kind : Kind::other,
            std::string(code), message};
}

bool ends_connection(std::string_view code) {
    constexpr std::array kEnds = {std::string_view("08"), std::string_view("57P"),
                                  std::string_view("25P03"), std::string_view("25006"),
                                  std::string_view("26000")};
    return code.empty() || std::ranges::any_of(kEnds, [code](std::string_view end) {
               return code.starts_with(end);
           });
}

}  // namespace store::postgres
