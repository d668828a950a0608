/// What settings and their values are called in stores; never change one.
///
/// Thread:     any. Pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "chat/accounts.h"
#include "chat/admin_store.h"

namespace store {

inline constexpr std::string_view kRegistration = "registration";
inline constexpr std::string_view kGuests = "guests";

using chat::word_of;

[[nodiscard]] constexpr std::string_view word_of(chat::DoorOptions::Guests guests) {
    return guests == chat::DoorOptions::Guests::on ? "on" : "off";
}

/// Adds what a store has kept; a word that is none of ours is as if it were not there.
constexpr void take(chat::KeptSettings& settings, std::string_view name, std::string_view value) {
    using chat::Registration;
    using Guests = chat::DoorOptions::Guests;
    for (const Registration each :
         {Registration::open, Registration::invite, Registration::closed}) {
        if (name == kRegistration && value == word_of(each)) settings.registration = each;
    }
    for (const Guests each : {Guests::on, Guests::off}) {
        if (name == kGuests && value == word_of(each)) settings.guests = each;
    }
}

}  // namespace store
