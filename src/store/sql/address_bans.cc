#include "store/sql/address_bans.h"

#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/address_ban.h"
#include "chat/store.h"
#include "store/sql/database.h"
#include "store/sql/records.h"
#include "store/sql/statement.h"

namespace store::sql {

using base::fail;
using chat::StoreError;

AddressBans::AddressBans(Database& database)
    : count_(database, "SELECT count(*) FROM address_bans WHERE until_ms = 0 OR until_ms > ?1"),
      holds_(database,
             "SELECT 1 FROM address_bans "
             "WHERE network = ?1 AND (until_ms = 0 OR until_ms > ?2)"),
      remove_over_(database, "DELETE FROM address_bans WHERE until_ms <> 0 AND until_ms <= ?1"),
      replace_(database, "DELETE FROM address_bans WHERE id = ?1 OR network = ?2"),
      put_(database,
           "INSERT INTO address_bans (id, network, doer, doer_name, created_ms, "
           "until_ms, reason) VALUES (?1, ?2, "
           "coalesce((SELECT number FROM users WHERE id = ?3), 0), ?4, ?5, ?6, ?7)"),
      lift_(database, "DELETE FROM address_bans WHERE id = ?1") {}

AddressBans::Answer<void> AddressBans::put(const std::vector<chat::AddressBan>& bans) {
    if (bans.empty()) return {};
    const std::int64_t made = milliseconds_of(bans.front().terms.created);
    std::uint64_t holding = 0;
    {
        Rows rows = count_.rows(made);
        if (rows.next()) holding = rows.count(0);
    }
    std::set<std::string_view> networks;
    for (const chat::AddressBan& ban : bans) {
        if (!networks.insert(ban.network).second) continue;
        Rows rows = holds_.rows(ban.network, made);
        if (!rows.next()) ++holding;
    }
    if (holding > chat::kAddressBansMax) return fail(StoreError::too_many);

    remove_over_.send(made);
    for (const chat::AddressBan& ban : bans) {
        const chat::Suspension& terms = ban.terms;
        replace_.send(ban.id.value(), ban.network);
        put_.send(ban.id.value(), ban.network, terms.by.user.value(), terms.by.nickname,
                  milliseconds_of(terms.created), terms.until ? milliseconds_of(*terms.until) : 0,
                  terms.reason);
    }
    return {};
}

AddressBans::Answer<void> AddressBans::lift(const chat::AddressBanId& ban) {
    if (lift_.run(ban.value()) == 0) return fail(StoreError::no_change);
    return {};
}

}  // namespace store::sql
