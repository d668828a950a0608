#include "base/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <string>

namespace base {
namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return spdlog::level::debug;
        case LogLevel::info:
            return spdlog::level::info;
        case LogLevel::warn:
            return spdlog::level::warn;
        case LogLevel::error:
            return spdlog::level::err;
        case LogLevel::off:
            break;
    }
    return spdlog::level::off;
}

bool needs_quotes(std::string_view value) {
    if (value.empty()) return true;
    for (const char c : value) {
        const auto octet = static_cast<unsigned char>(c);
        if (octet <= ' ' || c == '"' || c == '=' || c == '\\' || octet == 0x7F) return true;
    }
    return false;
}

// What a peer sent can reach a field, so a control octet must never start a line of its own.
void append_value(std::string& line, std::string_view value) {
    if (!needs_quotes(value)) {
        line += value;
        return;
    }
    static constexpr char kHex[] = "0123456789abcdef";
    line += '"';
    for (const char c : value) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (octet < ' ' || octet == 0x7F) {
            line += "\\x";
            line += kHex[octet >> 4U];
            line += kHex[octet & 15U];
        } else {
            line += c;
        }
    }
    line += '"';
}

}  // namespace

struct Log::Sink {
    explicit Sink(spdlog::sink_ptr sink) : logger("parlor", std::move(sink)) {}
    spdlog::logger logger;
};

Log::Log(LogLevel level) {
    if (level == LogLevel::off) {
        sink_ = std::make_unique<Sink>(std::make_shared<spdlog::sinks::null_sink_mt>());
    } else {
        sink_ = std::make_unique<Sink>(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    }
    sink_->logger.set_pattern("time=%Y-%m-%dT%H:%M:%S.%e%z level=%l %v");
    sink_->logger.set_level(spdlog_level(level));
    sink_->logger.flush_on(spdlog::level::info);
}

Log::~Log() = default;

Log& Log::none() {
    static Log log(LogLevel::off);
    return log;
}

void Log::debug(std::string_view event, Fields fields) {
    write(LogLevel::debug, event, fields);
}
void Log::info(std::string_view event, Fields fields) {
    write(LogLevel::info, event, fields);
}
void Log::warn(std::string_view event, Fields fields) {
    write(LogLevel::warn, event, fields);
}
void Log::error(std::string_view event, Fields fields) {
    write(LogLevel::error, event, fields);
}

void Log::write(LogLevel level, std::string_view event, Fields fields) {
    if (!sink_->logger.should_log(spdlog_level(level))) return;
    std::string line = "event=";
    line += event;
    for (const LogField& field : fields) {
        line += ' ';
        line += field.key;
        line += '=';
        append_value(line, field.value);
    }
    sink_->logger.log(spdlog_level(level), "{}", line);
}

}  // namespace base
