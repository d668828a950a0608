#include "store/postgres/connection.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "store/postgres/settings.h"
#include "store/postgres/sqlstate.h"
#include "store/sql/failure.h"

namespace store::postgres {
namespace {

/// Answers to come, at most; then they are read.
constexpr std::size_t kAwaitedMax = 1'000;
constexpr int kBinary = 1;
constexpr std::size_t kCopiedBytes = 65'536;
constexpr int kServerVersionMin = 130'000;  // the first with pg_current_xact_id()

std::string seconds_of(base::Milliseconds time) {
    return std::to_string(std::chrono::ceil<std::chrono::seconds>(time).count());
}

/// libpq's words without its line ends.
std::string sentence_of(const char* message) {
    std::string sentence = message == nullptr ? "" : message;
    while (!sentence.empty() && sentence.back() == '\n')
        sentence.pop_back();
    for (char& character : sentence) {
        if (character == '\n') character = ' ';
    }
    return sentence;
}

std::string_view code_of(const pg_result* result) {
    const char* const code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return code == nullptr ? std::string_view() : std::string_view(code);
}

pg_conn* connect(const Settings& settings) {
    const std::string patience = seconds_of(settings.connect_patience);
    const std::string unreachable_after = std::to_string(settings.unreachable_after.count());
    const std::string idle = seconds_of(settings.unreachable_after / 2);
    struct Keyword {
        const char* name;
        const char* value;
    };
    // What comes before the address it may say otherwise; what comes after it, it may not.
    const std::array keywords = {
        Keyword{"connect_timeout", patience.c_str()},
        Keyword{"target_session_attrs", "read-write"},
        Keyword{"keepalives_idle", idle.c_str()},
        Keyword{"keepalives_interval", "1"},
        Keyword{"keepalives_count", "3"},
        Keyword{"tcp_user_timeout", unreachable_after.c_str()},
        Keyword{"fallback_application_name", "parlor"},
        Keyword{"dbname", settings.address.c_str()},
        Keyword{"client_encoding", "UTF8"},
    };
    std::vector<const char*> names;
    std::vector<const char*> values;
    for (const Keyword& keyword : keywords) {
        names.push_back(keyword.name);
        values.push_back(keyword.value);
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    return PQconnectdbParams(names.data(), values.data(), 1);
}

/// How every session of ours begins. A commit that is answered is on the disk, whatever the server's default is. Tables are
/// read by their keys: statistics of a new server, or of a transaction that writes much, still tell of empty tables, and
/// plans of those read all that there is for each row. What a node holds that cannot be reached is let go by the server;
/// over a local socket the words about TCP mean nothing.
std::string session_of(const Settings& settings) {
    return fmt::format(
        "SET statement_timeout = {}; SET lock_timeout = {}; "
        "SET idle_in_transaction_session_timeout = {}; "
        "SET tcp_user_timeout = {}; SET tcp_keepalives_idle = {}; "
        "SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3; "
        "SET standard_conforming_strings = on; SET jit = off; SET enable_seqscan = off; "
        "SET plan_cache_mode = {}; "
        "SET default_transaction_isolation = 'read committed'; "
        "SET default_transaction_read_only = {}; "
        "SELECT set_config('synchronous_commit', 'on', false) "
        "WHERE current_setting('synchronous_commit') = 'off'",
        settings.statement_patience.count(), settings.lock_patience.count(),
        settings.idle_transaction_max.count(), settings.unreachable_after.count(),
        seconds_of(settings.unreachable_after / 2),
        settings.plans == Settings::Plans::now_and_then ? "force_generic_plan" : "auto",
        settings.access == Settings::Access::read ? "on" : "off");
}

}  // namespace

void ClearResult::operator()(pg_result* result) const {
    PQclear(result);
}

void Connection::Close::operator()(pg_conn* handle) const {
    PQfinish(handle);
}

Connection::Connection(const Settings& settings) : settings_(settings) {
    if (const auto address = shown(settings.address); !address) {
        throw failure_of(kConnectionFailure, address.error());
    }
    handle_.reset(connect(settings_));
    if (PQstatus(handle_.get()) != CONNECTION_OK) {
        throw failure_of(kConnectionFailure, sentence_of(PQerrorMessage(handle_.get())));
    }
    if (PQserverVersion(handle_.get()) < kServerVersionMin) {
        throw failure_of("0A000", "PostgreSQL 13 or newer is needed");
    }
    const char* const encoding = PQparameterStatus(handle_.get(), "server_encoding");
    if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
        throw failure_of("22021",
                         "the PostgreSQL database must have been made with ENCODING 'UTF8'");
    }
    PQsetNoticeProcessor(handle_.get(), [](void* /*context*/, const char* /*message*/) {}, nullptr);
    if (PQsetnonblocking(handle_.get(), 1) != 0) fail_lost();
    CHECK(PQenterPipelineMode(handle_.get()) == 1);
    run_script(session_of(settings_).c_str());
}

Connection::~Connection() = default;

void Connection::check_usable() const {
    if (is_lost()) throw failure_of(kConnectionFailure, "the connection is lost");
}

void Connection::expect(Awaited awaited) {
    awaited_.push_back(awaited);
}

void Connection::send(ServerStatement& statement, const Values& values, Result* answer) {
    check_usable();
    if (awaited_.size() >= kAwaitedMax) finish();
    if (statement.state == ServerStatement::State::unknown) {
        if (PQsendPrepare(handle_.get(), statement.name.c_str(), statement.sql.c_str(),
                          static_cast<int>(values.types.size()), values.types.data()) != 1) {
            fail_lost();
        }
        statement.state = ServerStatement::State::asked;
        expect({.kind = Awaited::Kind::preparation, .statement = &statement});
    }
    std::vector<const char*> octets;
    std::vector<int> lengths;
    octets.reserve(values.octets.size());
    lengths.reserve(values.octets.size());
    for (const std::string_view value : values.octets) {
        octets.push_back(value.data() == nullptr ? "" : value.data());
        lengths.push_back(static_cast<int>(value.size()));
    }
    const std::vector<int> formats(octets.size(), kBinary);
    if (PQsendQueryPrepared(handle_.get(), statement.name.c_str(), static_cast<int>(octets.size()),
                            octets.data(), lengths.data(), formats.data(), kBinary) != 1) {
        fail_lost();
    }
    expect({.kind = Awaited::Kind::command, .answer = answer});
}

void Connection::send(const char* sql, Result* answer) {
    check_usable();
    if (awaited_.size() >= kAwaitedMax) finish();
    if (PQsendQueryParams(handle_.get(), sql, 0, nullptr, nullptr, nullptr, nullptr, kBinary) !=
        1) {
        fail_lost();
    }
    expect({.kind = Awaited::Kind::command, .answer = answer});
}

void Connection::sync() {
    if (awaited_.empty() || awaited_.back().kind == Awaited::Kind::sync) return;
    if (PQpipelineSync(handle_.get()) != 1) fail_lost();
    expect({.kind = Awaited::Kind::sync});
}

void Connection::finish() {
    check_usable();
    sync();
    flush();
    read_answers();
    throw_noted();
}

void Connection::push() {
    if (is_lost()) return;
    try {
        sync();
        flush();
    } catch (const sql::Failure&) {
        CHECK(is_lost());
    }
}

bool Connection::drain() {
    if (is_lost()) return false;
    try {
        sync();
        flush();
        read_answers();
    } catch (const sql::Failure&) {
        CHECK(is_lost());
    }
    failure_.reset();
    return !is_lost();
}

void Connection::run_script(const char* sql) {
    check_usable();
    finish();
    CHECK(PQexitPipelineMode(handle_.get()) == 1);
    if (PQsendQuery(handle_.get(), sql) != 1) fail_lost();
    flush();
    while (const Result result = next_result())
        note(result.get());
    if (is_lost() || PQstatus(handle_.get()) != CONNECTION_OK) fail_lost();
    CHECK(PQenterPipelineMode(handle_.get()) == 1);
    throw_noted();
}

void Connection::copy(const char* sql, std::string_view octets) {
    check_usable();
    finish();
    CHECK(PQexitPipelineMode(handle_.get()) == 1);
    if (PQsendQuery(handle_.get(), sql) != 1) fail_lost();
    flush();
    const Result ready = next_result();
    note(ready.get());
    if (ready && PQresultStatus(ready.get()) == PGRES_COPY_IN) put(octets);
    while (const Result result = next_result())
        note(result.get());
    CHECK(PQenterPipelineMode(handle_.get()) == 1);
    throw_noted();
}

/// Some at a time: libpq takes all that it is given and keeps what the server does not take yet.
void Connection::put(std::string_view octets) {
    while (!octets.empty()) {
        const std::string_view some = octets.substr(0, kCopiedBytes);
        octets.remove_prefix(some.size());
        const int taken = PQputCopyData(handle_.get(), some.data(), static_cast<int>(some.size()));
        if (taken != 1) fail_lost();
        flush();
    }
    if (PQputCopyEnd(handle_.get(), nullptr) != 1) fail_lost();
    flush();
}

void Connection::read_answers() {
    while (!awaited_.empty()) {
        const Awaited awaited = awaited_.front();
        awaited_.pop_front();
        read_answer(awaited);
    }
    if (failure_ && ends_connection(failure_->code())) fail_lost();
}

void Connection::read_answer(const Awaited& awaited) {
    Result result = next_result();
    if (awaited.kind == Awaited::Kind::sync) {
        if (!result || PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC) {
            note(result.get());
            fail_lost();
        }
        return;
    }
    if (!result) fail_lost();
    note(result.get());
    const ExecStatusType status = PQresultStatus(result.get());
    if (awaited.kind == Awaited::Kind::preparation) {
        awaited.statement->state = status == PGRES_COMMAND_OK ? ServerStatement::State::made
                                                              : ServerStatement::State::unknown;
    } else if (awaited.answer != nullptr &&
               (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)) {
        *awaited.answer = std::move(result);
    }
    // A command has one result and then none; one more is the server's word of farewell.
    while (const Result more = next_result())
        note(more.get());
}

Result Connection::next_result() {
    while (PQisBusy(handle_.get()) == 1)
        wait(Interest::reading);
    Result result(PQgetResult(handle_.get()));
    if (PQstatus(handle_.get()) == CONNECTION_BAD) {
        note(result.get());
        fail_lost();
    }
    return result;
}

void Connection::flush() {
    for (;;) {
        const int left = PQflush(handle_.get());
        if (left == 0) return;
        if (left < 0) fail_lost();
        wait(Interest::both);
    }
}

void Connection::wait(Interest interest) {
    // What TLS has read already, no poll tells of.
    if (PQsslInUse(handle_.get()) == 1) {
        if (PQconsumeInput(handle_.get()) != 1) fail_lost();
        if (interest == Interest::reading && PQisBusy(handle_.get()) == 0) return;
    }
    const int events = POLLIN | (interest == Interest::both ? POLLOUT : 0);
    pollfd descriptor{
        .fd = PQsocket(handle_.get()), .events = static_cast<std::int16_t>(events), .revents = 0};
    const auto patience =
        settings_.silence_max.count() == 0 ? -1 : static_cast<int>(settings_.silence_max.count());
    int ready = 0;
    do {
        ready = ::poll(&descriptor, 1, patience);
    } while (ready < 0 && errno == EINTR);
    if (ready == 0 && !failure_) {
        failure_ = failure_of(kConnectionFailure, "the server does not answer");
    }
    if (ready <= 0) fail_lost();
    if ((descriptor.revents & ~POLLOUT) != 0 && PQconsumeInput(handle_.get()) != 1) fail_lost();
}

void Connection::note(const pg_result* result) {
    if (result == nullptr || failure_) return;
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_FATAL_ERROR && status != PGRES_BAD_RESPONSE) return;
    failure_ = failure_of(code_of(result), sentence_of(PQresultErrorMessage(result)));
}

void Connection::fail_lost() {
    std::string message;
    std::string code(kConnectionFailure);
    if (failure_) {
        message = failure_->what();
        if (ends_connection(failure_->code())) code = failure_->code();
    } else {
        message = sentence_of(PQerrorMessage(handle_.get()));
    }
    failure_.reset();
    awaited_.clear();
    lose();
    if (message.empty()) message = "the connection is lost";
    throw failure_of(code, message);
}

void Connection::throw_noted() {
    if (!failure_) return;
    const sql::Failure failure = *failure_;
    failure_.reset();
    throw failure;
}

}  // namespace store::postgres
