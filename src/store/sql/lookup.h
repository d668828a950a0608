/// Lookup: answers reading requests from what is committed.
///
/// Thread:     the reader's.
/// Owns:       its connection and prepared statements.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/room.h"
#include "chat/search.h"
#include "chat/store.h"
#include "store/sql/administration_lookup.h"
#include "store/sql/database.h"
#include "store/sql/export_lookup.h"
#include "store/sql/identity_lookup.h"
#include "store/sql/member_lookup.h"
#include "store/sql/pin_lookup.h"
#include "store/sql/records.h"
#include "store/sql/room_record_lookup.h"
#include "store/sql/statement.h"

namespace store::sql {

/// The events from `first` to `last`, both of the page; none when first > last.
struct PageRange {
    chat::Seq first = 1;
    chat::Seq last = 0;
};

/// Which events a request means in a room whose log is 1 ... head.
[[nodiscard]] PageRange page_range(const chat::PageRequest& request, chat::Seq head);

class Lookup {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    /// Throws Failure, as all here.
    explicit Lookup(std::unique_ptr<Database> database);

    Answer<chat::Page> page(const chat::PageRequest& request);
    std::vector<chat::Room> rooms();

    /// The room's first message at `time` or later, the last one when none is; as times ascend with seq.
    Answer<chat::FoundTime> first_at(const chat::RoomId& room, base::WallTime time);

    struct TokenHolder {
        chat::Known known;
        chat::Session session;  ///< as it is kept
    };
    /// nullopt: unknown, or over at `now`.
    std::optional<TokenHolder> find_user(std::string_view token, base::WallTime now);

    [[nodiscard]] IdentityLookup& identities() { return identities_; }
    [[nodiscard]] ExportLookup& exports() { return exports_; }
    [[nodiscard]] MemberLookup& members() { return members_; }
    [[nodiscard]] PinLookup& pins() { return pins_; }
    [[nodiscard]] AdministrationLookup& administration() { return administration_; }
    [[nodiscard]] RoomRecordLookup& room_records() { return room_records_; }

private:
    std::unique_ptr<Database> database_;
    Records records_;
    IdentityLookup identities_;
    MemberLookup members_;
    ExportLookup exports_;
    PinLookup pins_;
    AdministrationLookup administration_;
    RoomRecordLookup room_records_;
    Statement find_room_;
    Statement rooms_;
    Statement find_log_;
    Statement event_time_;
    Statement message_from_;
    Statement message_to_;
};

}  // namespace store::sql
