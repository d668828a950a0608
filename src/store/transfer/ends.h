/// Source, Target: the two ends of a transfer, each held so that nobody else uses it meanwhile.
///
/// Thread:     main.
/// Owns:       the connection and its transaction, and what keeps others away.
/// Invariant:  a source is read as of one moment and never changed. A target that goes without finish() is as it was.
/// Elsewhere:  sqlite_ends.h, postgres_ends.h.
#pragma once

#include <optional>
#include <string>

#include "store/sql/database.h"

namespace store::transfer {

class Source {
public:
    Source() = default;
    virtual ~Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

    /// As people may see it: without a password.
    [[nodiscard]] virtual const std::string& name() const = 0;
    /// Within a transaction that reads.
    [[nodiscard]] virtual sql::Database& database() = 0;
};

class Target {
public:
    Target() = default;
    virtual ~Target() = default;
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    [[nodiscard]] virtual const std::string& name() const = 0;
    /// Within a transaction that writes: all tables are there, and those to be copied are empty.
    [[nodiscard]] virtual sql::Database& database() = 0;
    /// What was written becomes the target's, for good and all at once, with everything that a server needs to go on.
    /// Once. Throws sql::Failure.
    ///
    /// errors  a sentence that says what is wrong and what to do about it
    [[nodiscard]] virtual std::optional<std::string> finish() = 0;
};

}  // namespace store::transfer
