/// ImportRequests: chat's ImportStore, as requests to the writer of a store.
///
/// Thread:     the domain's.
/// Owns:       nothing; the store that has it owns the writer.
#pragma once

#include <utility>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/import_store.h"
#include "chat/store.h"
#include "store/sql/ledger.h"
#include "store/sql/write_request.h"
#include "store/sql/writer.h"

namespace store::sql {

class ImportRequests final : public chat::ImportStore {
public:
    explicit ImportRequests(Writer& writer) : writer_(writer) {}

    void import_events(chat::RoomId room, std::vector<chat::Event> events,
                       chat::StoreReply<chat::Imported> reply) override {
        writer_.submit(make_write_request<chat::Imported>(
            [room = std::move(room), events = std::move(events)](Ledger& ledger) {
                return ledger.import_events(room, events);
            },
            std::move(reply)));
    }

private:
    Writer& writer_;
};

}  // namespace store::sql
