// What the ledger decides of networks that may not come in, and what it notes of people in charge.
#include <vector>

#include "chat/address_ban.h"
#include "chat/audit.h"
#include "store/sql/address_bans.h"
#include "store/sql/administration.h"
#include "store/sql/ledger.h"

namespace store::sql {

Ledger::Answer<void> Ledger::ban_addresses(const std::vector<chat::AddressBan>& bans,
                                           const std::vector<chat::AuditEntry>& notes) {
    const Answer<void> banned = address_bans_.put(bans);
    if (!banned) return banned;
    for (const chat::AuditEntry& entry : notes)
        note(entry);
    return {};
}

Ledger::Answer<void> Ledger::lift_address_ban(const chat::AddressBanId& ban,
                                              const chat::AuditEntry& entry) {
    const Answer<void> lifted = address_bans_.lift(ban);
    if (lifted) note(entry);
    return lifted;
}

void Ledger::note(const chat::AuditEntry& entry) {
    // The number of a guest who goes is given to somebody else, and the note would name them.
    if (UserState* const person = find_user(entry.person.user)) keep(*person);
    administration_.note(entry);
}

}  // namespace store::sql
