/// make_options: what libnats is told of our settings, or what is wrong with them.
///
/// Thread:     main.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "chat/bus_message.h"
#include "cluster/nats/handles.h"
#include "cluster/nats/nats_settings.h"

namespace cluster {

/// errors   a sentence for whoever wrote the settings; never with a password in it
[[nodiscard]] base::Result<Options, std::string> make_options(const NatsSettings& settings,
                                                              const chat::NodeId& id);

/// The servers of a setting, for people: hosts and ports, without users and passwords.
[[nodiscard]] std::string public_names_of(std::string_view urls);

}  // namespace cluster
