/// Neighbours: how a transaction stands to those of other programs that write to the same database.
///
/// Thread:     the writer's, within the ledger's transaction.
/// Owns:       its prepared statements; the nonces that the transaction knows.
/// Invariant:  a transaction that claims rooms has each of them for itself and runs beside others; one that claims
///             everything runs beside none. Rooms are locked in the order of their ids, so no two wait for each other.
/// Elsewhere:  this is PostgreSQL's SQL. Where one program writes alone there are no neighbours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chat/ids.h"
#include "store/sql/claim.h"
#include "store/sql/database.h"
#include "store/sql/place.h"
#include "store/sql/statement.h"

namespace store::sql {

/// The advisory lock that stands for all that is not a room: shared by those who claim rooms.
inline constexpr std::int64_t kWriteLock = (std::int64_t{0x50726C72} << 32) + 3;

class Neighbours {
public:
    /// Throws Failure, as all here.
    explicit Neighbours(Database& database);

    struct Room {
        std::string_view id;
        Number number = 0;
        chat::Seq head = 0;
        chat::Ordinal ordinal = 0;
        int use = 0;
    };
    struct User {
        std::string_view id;
        Number number = 0;
        std::int64_t has_events = 0;
    };
    // What they name is good during the call.
    using OnRoom = std::function<void(const Room&)>;
    using OnUser = std::function<void(const User&)>;
    /// Begins what the claim says, after the database began the transaction: waits for whom it must, and reads what is
    /// claimed, whatever of it is there.
    void begin(const Claim& claim, const OnRoom& on_room, const OnUser& on_user);

    [[nodiscard]] bool is_alone() const { return is_alone_; }

    /// Of a room that is claimed: the seq of that message; 0: there is none.
    [[nodiscard]] chat::Seq find_nonce(Number room, Number author, std::string_view nonce) const;
    /// Of a message that is new.
    void add_nonce(Number room, Number author, std::string_view nonce, chat::Seq seq);

    /// At the end: how far somebody has read, with the mentions that it passes.
    void move_marker(Number person, Number room, chat::Seq read, chat::Ordinal ordinal);

private:
    struct NonceKey {
        Number room = 0;
        Number author = 0;
        std::string nonce;
        friend bool operator==(const NonceKey&, const NonceKey&) = default;
    };
    struct NonceHash {
        std::size_t operator()(const NonceKey& key) const {
            return std::hash<std::string>{}(key.nonce) ^
                   std::hash<Number>{}(place_of(key.room, static_cast<chat::Seq>(key.author)));
        }
    };

    Statement stand_beside_, stand_alone_;
    Statement rooms_, users_, nonces_;
    std::unique_ptr<RowList> insert_nonces_, move_markers_;
    std::unordered_map<NonceKey, chat::Seq, NonceHash> known_nonces_;
    bool is_alone_ = true;
};

}  // namespace store::sql
