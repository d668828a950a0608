/// Log: an event name and fields, one line each, in logfmt (`time=... level=info event=started port=8080`).
///
/// Thread:     any. Lines are written whole.
/// Invariant:  never a message's text, a token or a cookie. `error` means that a person must act; what a
///             peer can cause is at most `debug` plus a counter.
#pragma once

#include <concepts>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace base {

enum class LogLevel { debug, info, warn, error, off };

/// One `key=value`; the value becomes text at once.
struct LogField {
    LogField(std::string_view k, std::string_view v) : key(k), value(v) {}
    LogField(std::string_view k, const char* v) : key(k), value(v) {}
    LogField(std::string_view k, std::string v) : key(k), value(std::move(v)) {}
    template <std::integral T>
    LogField(std::string_view k, T v) : key(k), value(std::to_string(v)) {}
    LogField(std::string_view k, double v) : key(k), value(std::to_string(v)) {}

    std::string_view key;
    std::string value;
};

class Log {
public:
    using Fields = std::initializer_list<LogField>;

    /// Writes to standard error from `level` on.
    explicit Log(LogLevel level = LogLevel::info);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    /// A log that keeps nothing, for tests and libraries used without one.
    static Log& none();

    void debug(std::string_view event, Fields fields = {});
    void info(std::string_view event, Fields fields = {});
    void warn(std::string_view event, Fields fields = {});
    void error(std::string_view event, Fields fields = {});

private:
    void write(LogLevel level, std::string_view event, Fields fields);

    struct Sink;
    std::unique_ptr<Sink> sink_;
};

}  // namespace base
