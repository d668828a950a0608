/// Here: whom `@here` means.
///
/// Thread:     domain. Pure functions over what is in memory.
/// Elsewhere:  whether a text says it is mentions.h; the bounds are Limits::here_people_max and kHereMax.
#pragma once

#include <cstdint>
#include <vector>

#include "chat/ids.h"
#include "chat/people.h"

namespace chat {

/// Who is present in the room beside the author, in the order of their ids.
///
/// here_people_max  when there are more of them it is only for those who may mean everybody; else it is nobody
/// returns          nobody when they are more than kHereMax
[[nodiscard]] std::vector<UserId> people_here(const Person& author, const Place& place,
                                              std::uint32_t here_people_max);

}  // namespace chat
