/// RoomRecordsContract: what every form of chat::RoomRecords must keep; a form takes part as store_contract.h says.
/// The sentences about pins are in store_contract_{pins,versions}_test.cc.
#pragma once

#include <utility>
#include <vector>

#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/room_store_contract.h"

namespace store {

class RoomRecordsContract : public RoomStoreContract {
protected:
    Answer<std::vector<chat::Pin>> pins(const chat::RoomId& room) {
        return ask<std::vector<chat::Pin>>(
            [&](auto reply) { room_records().pins(room, std::move(reply)); });
    }
    Answer<chat::Versions> versions(const chat::RoomId& room, chat::Seq message) {
        return ask<chat::Versions>(
            [&](auto reply) { room_records().versions(room, message, std::move(reply)); });
    }
};

}  // namespace store
