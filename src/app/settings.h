/// Settings: the table behind Config: each name once, with its help and how its text becomes a value.
///
/// Thread:     any. Immutable.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/config.h"

namespace app {

struct Setting {
    /// As a flag: `--listen`; in the file: `listen`; in the environment: `PARLOR_LISTEN` (dashes become underscores).
    std::string_view name;
    std::string_view value_hint;  ///< `ADDRESS:PORT`; empty for an on/off setting
    std::string_view help;
    /// Puts the text into the config; throws StartError with what would be right (without the name).
    void (*set)(Config& config, std::string_view text);
    /// The value as it would be written.
    std::string (*get)(const Config& config);
};

std::span<const Setting> settings();

/// nullptr when there is none of that name.
const Setting* find_setting(std::string_view name);

/// The known name that looks most like `name`; empty when none comes close.
std::string_view nearest_setting(std::string_view name);

/// `listen` as `PARLOR_LISTEN`.
std::string environment_name(std::string_view name);

}  // namespace app
