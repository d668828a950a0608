/// MemoryStore: keeps everything in memory and loses it with the process, and finds in it by looking at all of it. For
/// tests and for trying things out.
///
/// Thread:     the domain's; replies are posted to the executor in the order of the calls.
/// Owns:       all it was told.
/// Invariant:  what chat/store.h and chat/search.h promise, except that "durable" means as long as the object lives.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/executor.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/change.h"

namespace store {

class MemoryStore final : public chat::Store, public chat::Searcher {
public:
    explicit MemoryStore(base::Executor& replies) : replies_(replies) {}

    void append(chat::Append append, chat::StoreReply<chat::Appended> reply) override;
    void page(chat::PageRequest request, chat::StoreReply<chat::Page> reply) override;
    void create_room(chat::Room room, chat::User creator,
                     chat::StoreReply<chat::Room> reply) override;
    void rooms(chat::StoreReply<std::vector<chat::Room>> reply) override;
    void create_user(chat::NewUser user, chat::StoreReply<chat::Known> reply) override;
    void find_user(chat::TokenHash token, base::WallTime now, base::WallTime expires,
                   chat::StoreReply<std::optional<chat::Known>> reply) override;
    void rename_user(chat::UserId user, std::string nickname,
                     chat::StoreReply<chat::User> reply) override;
    void set_read(chat::UserId user, chat::RoomId room, chat::Seq seq,
                  chat::StoreReply<chat::Membership> reply) override;

    void search(chat::SearchRequest request, chat::StoreReply<chat::SearchPage> reply) override;
    void first_at(chat::RoomId room, base::WallTime time,
                  chat::StoreReply<chat::FoundTime> reply) override;

private:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    struct StoredRoom {
        chat::Room room;
        std::vector<chat::Event> log;  ///< log[seq - 1]; messages folded, but without their quotes
        std::map<std::pair<chat::UserId, chat::Nonce>, chat::Seq> nonces;
    };
    struct StoredUser {
        chat::User user;
        std::map<chat::RoomId, chat::Membership> memberships;
    };
    /// One message of all, in the order of their coming.
    struct Said {
        chat::RoomId room;
        chat::Seq seq = 0;
    };
    struct Token {
        chat::UserId user;
        base::WallTime expires{};
    };

    Answer<chat::Appended> decide(const chat::Append& append);
    [[nodiscard]] Answer<chat::Page> read(const chat::PageRequest& request) const;
    Answer<chat::Room> make(chat::Room room, const chat::User& creator);
    Answer<chat::Membership> mark(const chat::UserId& user, const chat::RoomId& room,
                                  chat::Seq seq);
    chat::Event commit(StoredRoom& room, const chat::Append& append);
    [[nodiscard]] chat::SearchPage find(const chat::SearchRequest& request) const;
    [[nodiscard]] Answer<chat::FoundTime> find_time(const chat::RoomId& room,
                                                    base::WallTime time) const;
    [[nodiscard]] bool is_of(const chat::Authors& authors, const chat::Event& message) const;
    [[nodiscard]] static Answer<Verdict> judge_target(const StoredRoom& room,
                                                      const chat::Append& append);
    /// With the quote, which changes when the quoted message does.
    [[nodiscard]] static chat::Event as_it_reads(const StoredRoom& room, const chat::Event& event);
    [[nodiscard]] static chat::Known known(const StoredUser& user);

    template <typename T>
    void answer(chat::StoreReply<T> reply, Answer<T> value) {
        replies_.post([reply = std::move(reply), value = std::move(value)]() mutable {
            reply(std::move(value));
        });
    }

    base::Executor& replies_;
    std::unordered_map<chat::RoomId, StoredRoom> rooms_;
    std::unordered_map<std::string, chat::RoomId> names_;
    std::unordered_map<chat::UserId, StoredUser> users_;
    std::unordered_map<chat::TokenHash, Token> tokens_;
    std::vector<Said> said_;
    std::unordered_map<chat::UserId, std::string> last_names_;  ///< keys of the latest nicknames
};

}  // namespace store
