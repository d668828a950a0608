/// Conversation: what a member does in a room: post, type, read, look back.
///
/// Thread:     domain.
/// Invariant:  nothing is shown that is not committed; a page is never older than what the room has been told.
/// Elsewhere:  what they do to messages that were said is changes.h.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "chat/appends.h"
#include "chat/audience.h"
#include "chat/bus_message.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/nicknames.h"
#include "chat/people.h"
#include "chat/ports.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/silences.h"
#include "chat/slow_mode.h"
#include "chat/store.h"

namespace chat {

class Conversation {
public:
    Conversation(Ports& ports, Rooms& rooms, People& people, const Nicknames& nicknames,
                 Appends& appends, Silences& silences, SlowMode& slow_mode)
        : ports_(ports),
          rooms_(rooms),
          people_(people),
          nicknames_(nicknames),
          appends_(appends),
          silences_(silences),
          slow_mode_(slow_mode) {}

    void post(const Connection& connection, Draft draft, Reply<Posted> reply);
    void history(const Connection& connection, PageRequest request, Reply<Page> reply);
    void typing(const Connection& connection, const RoomId& id, Reply<void> reply) const;
    void read(const Connection& connection, const RoomId& id, Seq seq, Reply<RoomView> reply);

    /// Another node moved a marker, or somebody here wrote there.
    void on_marker_elsewhere(const UserId& user, const Membership& marker);
    void on_typing_elsewhere(const TypingNews& news) const;

private:
    void tell_read(const Person& person, const RoomView& view, ConnectionId asker) const;
    void find_meant(const Person& author, const Place& place, Append& append) const;
    /// Whether somebody's valid message may go to the store now; else `reply` has been given the answer.
    bool may_go(const Person& person, const Place& place, const Nonce& nonce, Reply<Posted>& reply);
    void read_page(KnownRoom& room, PageRequest request, std::uint32_t tries, Reply<Page> reply);
    void on_page(KnownRoom& room, PageRequest request, std::uint32_t tries, Seq head,
                 base::Result<Page, StoreError> page, Reply<Page> reply);
    void give(const KnownRoom& room, Page page, const PageRequest& request,
              Reply<Page>& reply) const;
    void on_read(ConnectionId asker, const UserId& user, KnownRoom& room,
                 const base::Result<Membership, StoreError>& marked, Reply<RoomView> reply);

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
    const Nicknames& nicknames_;
    Appends& appends_;
    Silences& silences_;
    SlowMode& slow_mode_;
};

}  // namespace chat
