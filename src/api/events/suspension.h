/// A suspension or a ban of addresses, told to whom it keeps out.
///
/// Thread:     any. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "api/events/json_writer.h"
#include "chat/account.h"

namespace api::events {

/// For people. nullopt: that there is one is all that is known.
[[nodiscard]] std::string sentence_of(const std::optional<chat::Suspension>& suspension);

/// The same of the address they come from.
[[nodiscard]] std::string sentence_of_ban(const std::optional<chat::Suspension>& ban);

/// The fields `until` and `reason`, where it has them, into an object that has begun.
void write_end_and_reason(JsonWriter& out, const chat::Suspension& suspension);

}  // namespace api::events
