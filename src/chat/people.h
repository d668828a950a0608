/// People: who is present, through which connections, and where they are members.
///
/// Thread:     domain.
/// Owns:       persons and connections; addresses stay good until they are removed.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/audience.h"
#include "chat/ids.h"
#include "chat/rates.h"
#include "chat/room.h"
#include "chat/rooms.h"

namespace chat {

struct Connection {
    ConnectionId id;
    Person* person = nullptr;
    SessionId session;
    std::vector<KnownRoom*> catching_up;  ///< rooms it is not subscribed to yet
    std::uint64_t catchup_bytes = 0;      ///< of the catch-ups it was given, together
    std::string address{};                ///< the peer's, as text; empty: not known
};

/// A membership of someone present.
struct Place {
    KnownRoom* room = nullptr;
    Seq read = 0;
    Ordinal read_ordinal = 0;
    Seq since = 0;  ///< the joining, when it happened here; an older leaving is not of now
    RoomRole role = RoomRole::member;
    base::SteadyTime typing_told{};  ///< when the others last heard of their typing
    std::vector<User> people{};      ///< of a direct room: the others in it, by nickname
    std::uint32_t mentions = 0;      ///< of the unread messages: by how many they are meant
    Seq mentions_to = 0;             ///< messages up to there are in that count
    NotifyLevel level = NotifyLevel::usual;
    Liking liking = Liking::plain;
    std::optional<Mute> mute{};  ///< may be over
    /// Whether `mute` is what the store has or an event said (silences.h).
    enum class MuteKnown : std::uint8_t {
        not_yet,
        before,  ///< what the store had before they were a member
        yes
    } mute_known = MuteKnown::not_yet;

    [[nodiscard]] std::uint64_t unread() const {
        // What is gone is not waiting to be read.
        const Ordinal known = std::max(read_ordinal, room->room.expired_ordinal);
        const Ordinal all = room->ordinal();
        return all > known ? all - known : 0;
    }
    /// They have read up to `seq`; forward only.
    void mark(Seq seq, Ordinal ordinal) {
        if (seq <= read) return;
        read = seq;
        read_ordinal = ordinal;
        if (mentions_to <= seq) mentions = 0;
    }
    /// What the store says of their marker and of what is unread from there on.
    void take_over(const Person& person, const Membership& marker);
    /// A message by which they are meant was released.
    void on_mention(Seq seq) {
        if (seq <= read || seq <= mentions_to) return;
        ++mentions;
        mentions_to = seq;
    }
    [[nodiscard]] RoomView view() const;
};

struct Person {
    User user;
    std::string name_key;
    std::vector<Connection*> connections;  ///< none during the grace after the last
    std::vector<Place> places;
    std::vector<Named> ignored{};  ///< whom they want to see nothing of, the last one first
    std::unique_ptr<Rates> rates;  ///< made at the first deed: most only listen

    [[nodiscard]] Place* place(const KnownRoom& room);
    [[nodiscard]] const Place* place(const KnownRoom& room) const;
    [[nodiscard]] bool is_ignoring(const UserId& other) const;

    /// 0: go ahead. Else how long to wait.
    [[nodiscard]] base::Milliseconds take(Deed deed, base::SteadyTime now);
};

class People {
public:
    [[nodiscard]] Connection* find(ConnectionId id);
    [[nodiscard]] Person* find(const UserId& user);

    Person& add(User user, std::string name_key);
    /// Someone without connections.
    void remove(Person& person);

    Connection& attach(Person& person, ConnectionId id, SessionId session, std::string address);
    /// Returns whose it was.
    Person& detach(Connection& connection);

    template <typename See>
    void for_each_connection(See see) const {
        for (const auto& [id, connection] : connections_)
            see(connection);
    }

    template <typename See>
    void for_each_person(See see) const {
        for (const auto& [id, person] : people_)
            see(person);
    }

    [[nodiscard]] std::size_t present() const { return people_.size(); }
    [[nodiscard]] std::size_t connections() const { return connections_.size(); }

private:
    std::unordered_map<ConnectionId, Connection> connections_;
    std::unordered_map<UserId, Person> people_;
};

}  // namespace chat
