#include "chat/address_bans.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/network.h"
#include "base/result.h"
#include "base/unicode.h"
#include "chat/account_refusals.h"
#include "chat/accounts.h"
#include "chat/address_ban.h"
#include "chat/administration.h"
#include "chat/audience.h"
#include "chat/audit.h"
#include "chat/folding.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/room.h"
#include "chat/secrets.h"
#include "chat/store.h"

namespace chat {
namespace {

// A network of more is a slip, or bans half of the world.
constexpr std::uint8_t kLengthMinV4 = 8;
constexpr std::uint8_t kLengthMinV6 = 16;

bool is_too_wide(const base::Network& network) {
    return network.length() <
           (network.family() == base::Network::Family::v4 ? kLengthMinV4 : kLengthMinV6);
}

}  // namespace

void AddressBans::list(const Credentials& by, AccountReply<std::vector<AddressBan>> reply) {
    callers_.identify_in_charge<std::vector<AddressBan>>(
        by, Action::ban_addresses, std::move(reply),
        [this](const Doer& /*doer*/, AccountReply<std::vector<AddressBan>> back) {
            ports_.admin.address_bans(ports_.clock.wall(),
                                      ports_.lifeline.guard(passing_on(std::move(back))));
        });
}

void AddressBans::ban(const Credentials& by, AddressBanWish wish,
                      AccountReply<std::vector<AddressBan>> reply) {
    wish.reason =
        beginning_of(base::unicode::clean_name(wish.reason), ports_.limits.reason_characters_max);
    callers_.identify_in_charge<std::vector<AddressBan>>(
        by, Action::ban_addresses, std::move(reply),
        [this, wish = std::move(wish)](const Doer& doer,
                                       AccountReply<std::vector<AddressBan>> back) {
            const base::Result<Aim, AccountError> aim = aim_of(doer, wish);
            if (aim) {
                put(doer, wish, *aim, std::move(back));
            } else {
                back(refuse(aim.error()));
            }
        });
}

base::Result<AddressBans::Aim, AccountError> AddressBans::aim_of(const Doer& doer,
                                                                 const AddressBanWish& wish) const {
    if (wish.until && *wish.until <= ports_.clock.wall())
        return base::fail(AccountError::until_past);
    Aim aim;
    if (wish.network.empty()) {
        base::Result<Aim, AccountError> theirs = aim_at(doer, wish.user);
        if (!theirs) return theirs;
        aim = *std::move(theirs);
    } else {
        const std::optional<base::Network> network = base::Network::from(wish.network);
        if (!network || is_too_wide(*network)) return base::fail(AccountError::network_invalid);
        aim.networks.push_back(*network);
    }
    const std::optional<base::Network> own = base::Network::of_address(wish.from);
    const bool is_own = own && std::ranges::any_of(aim.networks, [&own](const auto& network) {
                            return network.contains(*own);
                        });
    if (is_own) return base::fail(AccountError::is_oneself);
    return aim;
}

base::Result<AddressBans::Aim, AccountError> AddressBans::aim_at(const Doer& doer,
                                                                 const UserId& user) const {
    if (user == doer.who.user) return base::fail(AccountError::is_oneself);
    const Person* const person = people_.find(user);
    if (person == nullptr) return base::fail(AccountError::no_such_person);
    if (!outranks(doer.rank(), rank_of(person->user.role, RoomRole::member)))
        return base::fail(AccountError::outranked);
    Aim aim{.networks = {}, .person = {.user = user, .nickname = person->user.nickname}};
    for (const Connection* const connection : person->connections) {
        const std::optional<base::Network> there = base::Network::from(connection->address);
        if (!there) continue;
        const bool is_new = std::ranges::find(aim.networks, *there) == aim.networks.end();
        if (is_new) aim.networks.push_back(*there);
    }
    if (aim.networks.empty()) return base::fail(AccountError::no_such_person);
    return aim;
}

void AddressBans::put(const Doer& doer, const AddressBanWish& wish, const Aim& aim,
                      AccountReply<std::vector<AddressBan>> reply) {
    std::vector<AddressBan> bans;
    std::vector<AuditEntry> notes;
    for (const base::Network& network : aim.networks) {
        AuditEntry entry = note(doer, AuditAction::address_banned);
        bans.push_back({.id = AddressBanId(ports_.random.token(kIdCharacters)),
                        .network = network.text(),
                        .terms = {.by = doer.who,
                                  .created = entry.time,
                                  .until = wish.until,
                                  .reason = wish.reason}});
        entry.person = aim.person;
        entry.detail = network.text();
        if (!wish.reason.empty()) entry.detail += " " + wish.reason;
        entry.until = wish.until;
        notes.push_back(std::move(entry));
    }
    std::vector<AddressBan> kept = bans;
    ports_.admin.ban_addresses(
        std::move(kept), std::move(notes),
        ports_.lifeline.guard([this, bans = std::move(bans), reply = std::move(reply)](
                                  base::Result<void, StoreError> done) mutable {
            if (!done) {
                reply(refuse(admin_error_of(done.error())));
                return;
            }
            banned_.forget_past(ports_.clock.wall());
            for (const AddressBan& ban : bans)
                banned_.add(ban);
            reply(std::move(bans));
            ports_.bus.publish(AddressBansNews{});
            put_out();
        }));
}

void AddressBans::lift(const Credentials& by, AddressBanId id, AccountReply<void> reply) {
    callers_.identify_in_charge<void>(
        by, Action::ban_addresses, std::move(reply),
        [this, id = std::move(id)](const Doer& doer, AccountReply<void> back) {
            const AddressBan* const ban = banned_.find(id);
            if (ban == nullptr) {
                back(refuse(AccountError::not_found));
                return;
            }
            AuditEntry entry = note(doer, AuditAction::address_ban_lifted);
            entry.detail = ban->network;
            ports_.admin.lift_address_ban(
                id, std::move(entry),
                ports_.lifeline.guard([this, id, back = std::move(back)](
                                          base::Result<void, StoreError> lifted) mutable {
                    if (lifted || lifted.error() == StoreError::no_change) banned_.remove(id);
                    if (lifted) {
                        ports_.bus.publish(AddressBansNews{});
                        back({});
                    } else if (lifted.error() == StoreError::no_change) {
                        back(refuse(AccountError::not_found));
                    } else {
                        back(refuse(admin_error_of(lifted.error())));
                    }
                }));
        });
}

void AddressBans::read() {
    ports_.admin.address_bans(
        ports_.clock.wall(),
        ports_.lifeline.guard([this](base::Result<std::vector<AddressBan>, StoreError> bans) {
            if (!bans) return;
            banned_ = {};
            for (AddressBan& ban : *bans)
                banned_.add(std::move(ban));
            put_out();
        }));
}

AuditEntry AddressBans::note(const Doer& doer, AuditAction action) const {
    return {.time = ports_.clock.wall(), .by = doer.who, .action = action};
}

void AddressBans::put_out() {
    std::vector<ConnectionId> there;
    people_.for_each_connection([&](const Connection& connection) {
        if (banned_.find(connection.address, ports_.clock.wall()) != nullptr)
            there.push_back(connection.id);
    });
    ended_.close(there, SessionEnd::address_banned);
}

}  // namespace chat
