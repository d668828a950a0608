/// What may be a password.
///
/// Thread:     any. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/unicode.h"
#include "chat/accounts.h"

namespace chat {

/// The form in which a password is hashed and compared, however a keyboard writes it.
[[nodiscard]] inline std::string password_from(std::string_view typed) {
    return base::unicode::composed(typed);
}

/// typed      valid UTF-8
/// name_key   of whoever will have it: nobody's name is their password
[[nodiscard]] inline bool may_be_password(std::string_view typed, std::string_view name_key) {
    return typed.size() <= kPasswordBytesMax &&
           base::unicode::count_characters(typed) >= kPasswordCharactersMin &&
           base::unicode::skeleton(typed) != name_key;
}

}  // namespace chat
