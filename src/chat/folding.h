/// Folding: what a later event does to a message.
///
/// Thread:     any. Pure functions.
/// Elsewhere:  the SQLite store keeps standings in tables and must come to the same, as
///             tests/store/store_contract_folding_test.cc compares.
#pragma once

#include <string>
#include <string_view>

#include "chat/event.h"

namespace chat {

/// Folds `change`, whose target is `message`, into it. A change that is not newer than the message's version is in it
/// already and does nothing; so folding may repeat. A deleted message stays so. An edit without words does nothing either: its message was deleted
/// since, as a later change says.
void fold(Event& message, const Event& change);

/// Makes of `message` what a deletion makes of it, without an event that says so.
void erase(Event& message);

/// Removes the words of `edited`, when its message is deleted.
void forget_words(Event& edited);

/// The quote of `message` as it reads now.
[[nodiscard]] Quote quote_of(const Event& message);

/// `text` up to its first `characters_max` characters.
[[nodiscard]] std::string beginning_of(std::string_view text, std::size_t characters_max);

}  // namespace chat
