/// Mentions: the messages by which somebody is meant who has not read them, in a table beside the log.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; it remembers nothing.
/// Invariant:  memberships.mentions is how many rows there are of that user and room. Each row is of a member and of
///             a message behind what they have read.
/// Elsewhere:  the tables are migrations/sqlite.cc; who can be meant is the ledger's.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "chat/ids.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

class Mentions {
public:
    /// Throws Failure, as all here.
    explicit Mentions(Database& database);

    struct Holder {
        Number number = 0;
        chat::UserId user;
    };
    /// Of the account's name.
    [[nodiscard]] std::optional<Holder> find_holder(std::string_view name_key);

    /// The message `seq`, which is behind all that they have read.
    /// returns  false: they are no member, or have kUnreadMentionsMax such
    bool add(Number user, Number room, chat::Seq seq);

    /// Moves a read marker forward to `seq`, with the rows that it passes.
    /// returns  how many these were
    std::uint64_t pass(Number user, Number room, chat::Seq seq, chat::Ordinal ordinal);

    /// Of a membership that has ended.
    void forget(Number user, Number room);
    /// Of somebody who goes.
    void forget(Number user);
    /// Of the messages from seq `first` to seq `last`, both of it, which are gone.
    void forget_messages(Number room, chat::Seq first, chat::Seq last);

private:
    Statement find_holder_, count_, insert_, pass_, move_, forget_room_, forget_;
    Statement discount_, forget_messages_;
};

}  // namespace store::sql
