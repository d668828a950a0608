/// NodeStore: one node's way to the store that all nodes share: slow, now and then away, and with answers that are lost
/// after the commit.
///
/// Thread:     one.
/// Owns:       the order of this node's requests. Answers to a node that has died reach nobody.
/// Invariant:  requests are decided in the order of the calls and writes answered in it, as chat/store.h promises; what
///             is only read may be answered before what was written earlier. The Ledger learns of each commit.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "sim/dice.h"
#include "sim/schedule.h"
#include "sim/stage.h"

namespace sim {

/// Alive as long as the node is.
using Life = std::shared_ptr<const char>;

class NodeStore final : public chat::Store, public chat::RoomStore {
public:
    NodeStore(Stage& stage, const Life& life, Dice dice)
        : stage_(stage), life_(life), dice_(dice) {}

    /// The way to the store is cut, or mended.
    enum class Reach : std::uint8_t { there, away };
    void set(Reach reach) { reach_ = reach; }

    void append(chat::Append append, chat::StoreReply<chat::Appended> reply) override;
    void page(chat::PageRequest request, chat::StoreReply<chat::Page> reply) override;
    void create_room(chat::Room room, chat::User creator,
                     chat::StoreReply<chat::Room> reply) override;
    void rooms(chat::StoreReply<std::vector<chat::Room>> reply) override;
    void create_user(chat::NewUser user, chat::StoreReply<chat::Known> reply) override;
    void find_user(chat::TokenHash token, base::WallTime now,
                   chat::StoreReply<std::optional<chat::Known>> reply) override;
    void rename_user(chat::UserId user, std::string nickname, std::string name_key,
                     chat::StoreReply<chat::User> reply) override;
    void set_read(chat::UserId user, chat::RoomId room, chat::Seq seq,
                  chat::StoreReply<chat::Membership> reply) override;

    void open_direct(chat::Room room, std::vector<chat::UserId> people,
                     chat::StoreReply<chat::Opened> reply) override;
    void find_member(chat::RoomId room, chat::UserId user,
                     chat::StoreReply<std::optional<chat::Member>> reply) override;
    void roster(chat::RosterRequest request, chat::StoreReply<chat::Roster> reply) override;
    void ban(chat::RoomId room, chat::Ban ban,
             chat::StoreReply<std::optional<chat::Event>> reply) override;
    void lift_ban(chat::RoomId room, chat::UserId user, chat::Named by, base::WallTime time,
                  chat::StoreReply<void> reply) override;
    void bans(chat::RoomId room, base::WallTime now,
              chat::StoreReply<std::vector<chat::Ban>> reply) override;
    void set_preference(chat::UserId user, chat::RoomId room, chat::Preference preference,
                        chat::StoreReply<chat::Membership> reply) override;
    void find_accounts(std::string key_prefix, std::uint32_t limit,
                       chat::StoreReply<std::vector<chat::User>> reply) override;

private:
    enum class Deed : std::uint8_t { read, write };

    /// ask     gives the request to the store: (MemoryStore&, StoreReply<T>)
    /// commit  what the Ledger learns of the answer: (Result<T>&); may change it, as a planted fault does
    template <typename T, typename Ask, typename Commit>
    void pass(Deed deed, chat::StoreReply<T> reply, Ask ask, Commit commit);
    template <typename T, typename Ask>
    void pass(Deed deed, chat::StoreReply<T> reply, Ask ask);

    void answer_early(chat::Append append, chat::StoreReply<chat::Appended> reply);
    Time delay();

    Stage& stage_;
    std::weak_ptr<const char> life_;
    Dice dice_;
    Reach reach_ = Reach::there;
    InOrder decided_;
    InOrder written_;
};

}  // namespace sim
