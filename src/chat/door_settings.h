/// DoorSettings: what people in charge say of who may come in how.
///
/// Thread:     domain.
/// Owns:       nothing.
/// Invariant:  what is said holds from its commit on.
#pragma once

#include "chat/accounts.h"
#include "chat/administration.h"
#include "chat/callers.h"
#include "chat/doorkeeper.h"
#include "chat/in_charge.h"
#include "chat/ports.h"

namespace chat {

class DoorSettings {
public:
    DoorSettings(Ports& ports, const Callers& callers, Doorkeeper& door)
        : ports_(ports), callers_(callers), door_(door) {}

    void show(const Credentials& by, AccountReply<SettingsView> reply);
    void change(const Credentials& by, SettingsChange change, AccountReply<SettingsView> reply);

    /// Learns from the store what holds by now.
    void read();

private:
    [[nodiscard]] SettingsView view() const;

    Ports& ports_;
    const Callers& callers_;
    Doorkeeper& door_;
};

}  // namespace chat
