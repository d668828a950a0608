/// Rules: what is promised (ARCHITECTURE.md), as a simulated run is held to it. Each says in a sentence what was broken.
///
/// Thread:     one.
/// Owns:       what was acknowledged so far. Compares what clients are told with the Ledger, in the step in which they
///             are told, and with the store itself at the end.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "chat/audience.h"
#include "chat/client_view.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "sim/stage.h"

namespace sim {

/// What one client has of one room.
struct RoomCopy {
    chat::Seq cursor = 0;  ///< the last event it was told
    chat::Seq read = 0;    ///< as it was last told
    chat::ClientView view;
};

/// Whom a rule is about, for its sentence.
struct Witness {
    std::uint64_t client = 0;
    chat::UserId user;
};

class Rules {
public:
    explicit Rules(Stage& stage) : stage_(stage) {}

    /// An acknowledged message is in the store already, under the number that was acknowledged.
    void acknowledged(const Witness& who, const chat::RoomId& room, const chat::Nonce& nonce,
                      chat::Seq seq);
    /// Everybody is told the log, all of it from where they began, in order, nothing twice and nothing else.
    void told(const Witness& who, const RoomCopy& copy, const chat::Event& event);
    void caught_up(const Witness& who, const RoomCopy& copy, const chat::Catchup& catchup);
    /// A page of history is a piece of the log.
    void page(const Witness& who, const chat::RoomId& room, const chat::Page& page);
    /// Nothing reaches somebody who is no member.
    void may_hear(const Witness& who, const chat::Event& event);
    /// What is unread is what the log says; a read marker never goes back.
    void counted(const Witness& who, const chat::RoomView& view);
    void marked(const Witness& who, const RoomCopy& copy, const chat::RoomView& view);

    /// When all is quiet: the log of the store, to compare copies with.
    void read_store();
    /// Every acknowledged message is in the store once.
    void all_is_kept() const;
    /// The client has everything up to the room's end, and it reads as in the store.
    void is_whole(const Witness& who, const chat::RoomId& room, const RoomCopy& copy) const;

    /// It has all rooms of its person, and no others.
    void has_its_rooms(const Witness& who, const std::map<chat::RoomId, RoomCopy>& rooms) const;

private:
    struct Acknowledged {
        std::uint64_t client = 0;
        chat::RoomId room;
        chat::UserId author;
        chat::Nonce nonce;
        chat::Seq seq = 0;
    };
    /// Whether it is that event of the log, whatever was made of its words since.
    [[nodiscard]] bool is_of_log(const chat::Event& event) const;
    void fail(const Witness& who, const chat::RoomId& room, const std::string& what) const;

    Stage& stage_;
    std::vector<Acknowledged> acknowledged_;
    std::map<chat::RoomId, std::vector<chat::Event>> logs_;
};

}  // namespace sim
