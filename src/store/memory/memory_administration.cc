// What people in charge ask and do, and the notes of it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <ranges>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/address_ban.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/memory/memory_store.h"

namespace store {

using chat::AccountEntry;
using chat::AddressBan;

void MemoryStore::keep_note(chat::AuditEntry entry) {
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
        keep_note(std::move(entry));
    answer<chat::KeptSettings>(std::move(reply), settings_);
}

MemoryStore::Answer<void> MemoryStore::put(const std::vector<AddressBan>& bans) {
    if (bans.empty()) return {};
    const base::WallTime made = bans.front().terms.created;
    std::unordered_map<std::string_view, const AddressBan*> last;  // of each network
    for (const AddressBan& ban : bans)
        last[ban.network] = &ban;
    const auto stays = [&](const AddressBan& ban) {
        return holds(ban, made) && !last.contains(ban.network);
    };
    const auto staying = static_cast<std::size_t>(std::ranges::count_if(address_bans_, stays));
    if (staying + last.size() > chat::kAddressBansMax) {
        return base::fail(chat::StoreError::too_many);
    }
    std::erase_if(address_bans_, std::not_fn(stays));
    const auto created = [](const AddressBan& ban) { return ban.terms.created; };
    for (const AddressBan& ban : bans) {
        if (last.at(ban.network) != &ban) continue;
        address_bans_.insert(std::ranges::upper_bound(address_bans_, created(ban), {}, created),
                             ban);
    }
    return {};
}

void MemoryStore::address_bans(base::WallTime now,
                               chat::StoreReply<std::vector<AddressBan>> reply) {
    std::vector<AddressBan> holding;
    for (const AddressBan& ban : std::views::reverse(address_bans_))
        if (holds(ban, now)) holding.push_back(ban);
    answer<std::vector<AddressBan>>(std::move(reply), std::move(holding));
}

void MemoryStore::ban_addresses(std::vector<AddressBan> bans, std::vector<chat::AuditEntry> notes,
                                chat::StoreReply<void> reply) {
    Answer<void> banned = put(bans);
    if (banned) {
        for (chat::AuditEntry& entry : notes)
            keep_note(std::move(entry));
    }
    answer(std::move(reply), banned);
}

void MemoryStore::lift_address_ban(chat::AddressBanId ban, chat::AuditEntry note,
                                   chat::StoreReply<void> reply) {
    const auto lifted =
        std::erase_if(address_bans_, [&ban](const AddressBan& each) { return each.id == ban; });
    Answer<void> done;
    if (lifted == 0) done = base::fail(chat::StoreError::no_change);
    answer(std::move(reply), noted(std::move(note), done));
}

void MemoryStore::note(chat::AuditEntry entry, chat::StoreReply<void> reply) {
    keep_note(std::move(entry));
    answer(std::move(reply), Answer<void>());
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
