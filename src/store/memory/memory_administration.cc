// What people in charge ask and do, and the notes of it.
#include <cstdint>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

#include "chat/account.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"

namespace store {

using chat::AccountEntry;

void MemoryStore::note(chat::AuditEntry entry) {
    const std::uint64_t last = audit_.empty() ? 0 : audit_.back().number;
    entry.number = last + 1;
    audit_.push_back(std::move(entry));
    if (audit_.size() > chat::kAuditEntriesMax) audit_.pop_front();
}

void MemoryStore::accounts(chat::AccountsRequest request,
                           chat::StoreReply<chat::AccountsPage> reply) {
    answer(std::move(reply), people_.accounts(request));
}

void MemoryStore::find_entry(chat::UserId user,
                             chat::StoreReply<std::optional<AccountEntry>> reply) {
    answer<std::optional<AccountEntry>>(std::move(reply), people_.find_entry(user));
}

void MemoryStore::set_role(chat::PersonDeed deed, chat::Role role,
                           chat::StoreReply<AccountEntry> reply) {
    answer(std::move(reply), noted(deed.note, people_.set_role(deed, role)));
}

void MemoryStore::suspend(chat::PersonDeed deed, chat::Suspension suspension,
                          chat::StoreReply<AccountEntry> reply) {
    answer(std::move(reply), noted(deed.note, people_.suspend(deed, suspension)));
}

void MemoryStore::reinstate(chat::PersonDeed deed, chat::StoreReply<AccountEntry> reply) {
    answer(std::move(reply), noted(deed.note, people_.reinstate(deed)));
}

void MemoryStore::end_sessions(chat::PersonDeed deed, chat::StoreReply<void> reply) {
    answer(std::move(reply), noted(deed.note, people_.end_all_sessions(deed)));
}

void MemoryStore::settings(chat::StoreReply<chat::KeptSettings> reply) {
    answer<chat::KeptSettings>(std::move(reply), settings_);
}

void MemoryStore::change_settings(chat::SettingsChange change, std::vector<chat::AuditEntry> notes,
                                  chat::StoreReply<chat::KeptSettings> reply) {
    if (change.registration) settings_.registration = *change.registration;
    if (change.guests) settings_.guests = *change.guests;
    for (chat::AuditEntry& entry : notes)
        note(std::move(entry));
    answer<chat::KeptSettings>(std::move(reply), settings_);
}

void MemoryStore::audit(chat::AuditRequest request, chat::StoreReply<chat::AuditPage> reply) {
    chat::AuditPage page;
    for (const chat::AuditEntry& entry : std::views::reverse(audit_)) {
        if (request.before != 0 && entry.number >= request.before) continue;
        page.more = page.entries.size() == request.limit;
        if (page.more) break;
        page.entries.push_back(entry);
    }
    answer<chat::AuditPage>(std::move(reply), std::move(page));
}

void MemoryStore::size(chat::StoreReply<chat::StoreSize> reply) {
    answer<chat::StoreSize>(std::move(reply), chat::StoreSize{.accounts = people_.account_count()});
}

}  // namespace store
