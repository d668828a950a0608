/// RateOptions: how often one connection may ask, and how often one address may make new people.
///
/// Thread:     any. A value.
/// Elsewhere:  limits per person are chat's.
#pragma once

#include <cstdint>

namespace api::events {

struct RateOptions {
    enum class Limits : std::uint8_t { on, off } limits = Limits::on;
    double events_per_second = 50;  ///< of one connection, all kinds together
    double events_burst = 200;
    double newcomers_per_second = 5;  ///< connects without a token from one address
    double newcomers_burst = 100;
};

}  // namespace api::events
