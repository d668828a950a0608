/// ImportStoreContract: what every form of chat::ImportStore must keep; a form takes part as store_contract.h says.
/// The sentences are in store_contract_imports_test.cc.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"
#include "chat/import_store.h"
#include "chat/room.h"
#include "store/export_store_contract.h"

namespace store {

class ImportStoreContract : public ExportStoreContract {
protected:
    Answer<chat::Imported> import(const chat::RoomId& room, std::vector<chat::Event> events) {
        return ask<chat::Imported>([&](auto reply) {
            imports().import_events(room, std::move(events), std::move(reply));
        });
    }
    /// A closed room that nobody is in.
    chat::RoomId make_closed(const std::string& id) {
        const auto made = create_room({.id = chat::RoomId(id),
                                       .name = id,
                                       .name_key = "\x01" + id,
                                       .kind = chat::RoomKind::closed,
                                       .created = at(0)},
                                      {});
        EXPECT_TRUE(made.has_value());
        return chat::RoomId(id);
    }
    static chat::Event told(chat::Seq seq, chat::EventKind kind, const std::string& text = {},
                            chat::Seq target = 0) {
        return {.room = {},
                .seq = seq,
                .kind = kind,
                .actor = chat::UserId("x-ada"),
                .nickname = "ada",
                .time = at(static_cast<std::int64_t>(seq)),
                .text = text,
                .nonce = chat::Nonce("import-" + std::to_string(seq)),
                .target = target};
    }
};

}  // namespace store
