/// AddressBans: what people in charge do about addresses from which nobody shall come in.
///
/// Thread:     domain.
/// Owns:       nothing.
/// Invariant:  nobody bans the address they ask from, or somebody who ranks no lower. What is banned holds from its
///             commit on, also for connections that are there; sessions and accounts stay.
/// Elsewhere:  whoever comes is held against banned_addresses.h by admission.h and account_desk.h; why addresses are
///             banned from the server and not from a room is docs/adr/0024.
#pragma once

#include <optional>
#include <vector>

#include "base/network.h"
#include "base/result.h"
#include "chat/accounts.h"
#include "chat/address_ban.h"
#include "chat/administration.h"
#include "chat/audit.h"
#include "chat/banned_addresses.h"
#include "chat/callers.h"
#include "chat/ended_sessions.h"
#include "chat/event.h"
#include "chat/in_charge.h"
#include "chat/people.h"
#include "chat/ports.h"

namespace chat {

class AddressBans {
public:
    AddressBans(Ports& ports, const Callers& callers, People& people, BannedAddresses& banned,
                EndedSessions& ended)
        : ports_(ports), callers_(callers), people_(people), banned_(banned), ended_(ended) {}

    void list(const Credentials& by, AccountReply<std::vector<AddressBan>> reply);
    void ban(const Credentials& by, AddressBanWish wish,
             AccountReply<std::vector<AddressBan>> reply);
    void lift(const Credentials& by, AddressBanId id, AccountReply<void> reply);

    /// Learns from the store which there are by now.
    void read();

private:
    /// What the wish is about.
    struct Aim {
        std::vector<base::Network> networks;
        Named person{};  ///< whose they are; an empty id: nobody's
    };
    [[nodiscard]] base::Result<Aim, AccountError> aim_of(const Doer& doer,
                                                         const AddressBanWish& wish) const;
    [[nodiscard]] base::Result<Aim, AccountError> aim_at(const Doer& doer,
                                                         const UserId& user) const;
    void put(const Doer& doer, const AddressBanWish& wish, const Aim& aim,
             AccountReply<std::vector<AddressBan>> reply);
    [[nodiscard]] AuditEntry note(const Doer& doer, AuditAction action) const;
    /// Whoever is connected from there is told and closed.
    void put_out();

    Ports& ports_;
    const Callers& callers_;
    People& people_;
    BannedAddresses& banned_;
    EndedSessions& ended_;
};

}  // namespace chat
