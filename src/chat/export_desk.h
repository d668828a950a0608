/// ExportDesk: decides who may take what away, and reads it page by page.
///
/// Thread:     domain.
/// Owns:       nothing.
#pragma once

#include "chat/accounts.h"
#include "chat/callers.h"
#include "chat/doorkeeper.h"
#include "chat/ended_sessions.h"
#include "chat/export_store.h"
#include "chat/exports.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/ports.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

class ExportDesk final : public Exports {
public:
    ExportDesk(Ports& ports, ExportStore& store, const Doorkeeper& door, const EndedSessions& ended,
               Rooms& rooms)
        : ports_(ports), store_(store), callers_(ports, ended, door), rooms_(rooms) {}

    void open_room(Credentials by, RoomId room, AccountReply<RoomExport> reply) override;
    void room_page(Credentials by, RoomId room, Seq after, AccountReply<Page> reply) override;
    void open_own(Credentials by, AccountReply<OwnData> reply) override;
    void own_page(Credentials by, SaidPlace after, AccountReply<SaidPage> reply) override;

private:
    /// `then(room, doer, reply)` for whoever may export the room.
    template <typename T, typename Then>
    void admit(const Credentials& by, const RoomId& room, AccountReply<T> reply, Then then);
    [[nodiscard]] OwnData own_data(const Known& known);

    Ports& ports_;
    ExportStore& store_;
    Callers callers_;
    Rooms& rooms_;
};

}  // namespace chat
