#include "store/postgres/postgres_copy_list.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/sizes.h"
#include "store/postgres/postgres_database.h"
#include "store/postgres/wire.h"

namespace store::postgres {
namespace {

using namespace std::string_view_literals;
using base::literals::operator""_MiB;

constexpr std::uint64_t kWaitingBytesMax = 8_MiB;
/// A signature, flags of 32 bits and the length of what may follow them.
constexpr std::string_view kHeader = "PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0"sv;
constexpr std::string_view kTrailer = "\xff\xff"sv;

void append_16(std::string& out, std::size_t value) {
    out += static_cast<char>(value >> 8U);
    out += static_cast<char>(value);
}

}  // namespace

PostgresCopyList::PostgresCopyList(PostgresDatabase& database, std::string sql,
                                   std::string_view types)
    : database_(database), sql_(std::move(sql)), types_(types) {}

PostgresCopyList::~PostgresCopyList() {
    database_.forget(*this);
}

void PostgresCopyList::begin_value(char type) {
    CHECK_MSG(types_[at_] == type, "a value of another type than its column");
    if (at_ > 0) return;
    if (rows_.empty()) {
        database_.owe(*this);
        rows_ = kHeader;
    }
    append_16(rows_, types_.size());
}

void PostgresCopyList::end_value() {
    at_ = (at_ + 1) % types_.size();
    if (at_ == 0 && rows_.size() > kWaitingBytesMax) {
        database_.forget(*this);
        write();
    }
}

void PostgresCopyList::add_integer(std::int64_t value) {
    begin_value('i');
    append_32(rows_, sizeof(value));
    append_64(rows_, static_cast<std::uint64_t>(value));
    end_value();
}

void PostgresCopyList::add_text(std::string_view text) {
    begin_value('t');
    append_32(rows_, static_cast<std::uint32_t>(text.size()));
    rows_ += text;
    end_value();
}

void PostgresCopyList::add_blob(std::string_view octets) {
    begin_value('b');
    append_32(rows_, static_cast<std::uint32_t>(octets.size()));
    rows_ += octets;
    end_value();
}

void PostgresCopyList::write() {
    CHECK_MSG(at_ == 0, "a row was not completed");
    rows_ += kTrailer;
    database_.copy(sql_, std::exchange(rows_, {}));
}

void PostgresCopyList::drop() {
    at_ = 0;
    rows_.clear();
}

}  // namespace store::postgres
