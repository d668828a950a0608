/// AdminStoreContract: what every form of chat::AdminStore must keep; a form takes part as store_contract.h says.
/// The sentences are in store_contract_{roles,suspensions,settings}_test.cc.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat/account.h"
#include "chat/admin_store.h"
#include "chat/audit.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/account_store_contract.h"

namespace store {

class AdminStoreContract : public AccountStoreContract {
protected:
    Answer<chat::AccountsPage> accounts_page(const chat::AccountsRequest& request) {
        return ask<chat::AccountsPage>(
            [&](auto reply) { administration().accounts(request, std::move(reply)); });
    }
    std::optional<chat::AccountEntry> entry(const std::string& user) {
        return *ask<std::optional<chat::AccountEntry>>(
            [&](auto reply) { administration().find_entry(chat::UserId(user), std::move(reply)); });
    }
    Answer<chat::AccountEntry> set_role(const chat::PersonDeed& deed, chat::Role role) {
        return ask<chat::AccountEntry>(
            [&](auto reply) { administration().set_role(deed, role, std::move(reply)); });
    }
    Answer<chat::AccountEntry> suspend(const chat::PersonDeed& deed,
                                       const chat::Suspension& suspension) {
        return ask<chat::AccountEntry>(
            [&](auto reply) { administration().suspend(deed, suspension, std::move(reply)); });
    }
    Answer<chat::AccountEntry> reinstate(const chat::PersonDeed& deed) {
        return ask<chat::AccountEntry>(
            [&](auto reply) { administration().reinstate(deed, std::move(reply)); });
    }
    Answer<void> end_sessions(const chat::PersonDeed& deed) {
        return ask<void>(
            [&](auto reply) { administration().end_sessions(deed, std::move(reply)); });
    }
    chat::KeptSettings settings() {
        return *ask<chat::KeptSettings>(
            [&](auto reply) { administration().settings(std::move(reply)); });
    }
    Answer<chat::KeptSettings> change_settings(const chat::SettingsChange& change,
                                               const std::vector<chat::AuditEntry>& notes = {}) {
        return ask<chat::KeptSettings>(
            [&](auto reply) { administration().change_settings(change, notes, std::move(reply)); });
    }
    chat::AuditPage audit(std::uint64_t before = 0, std::uint32_t limit = 50) {
        return *ask<chat::AuditPage>([&](auto reply) {
            administration().audit({.before = before, .limit = limit}, std::move(reply));
        });
    }
    chat::StoreSize size() {
        return *ask<chat::StoreSize>([&](auto reply) { administration().size(std::move(reply)); });
    }

    // --- the cast ---

    using AccountStoreContract::make_account;
    chat::User make_account(const std::string& id, chat::Role role) {
        chat::NewAccount account = new_account(id);
        account.user.role = role;
        const auto known = create_account(account);
        EXPECT_TRUE(known.has_value());
        return known ? known->user : chat::User();
    }
    static chat::Named named(const chat::User& user) {
        return {.user = user.id, .nickname = user.nickname};
    }
    static chat::AuditEntry note(const chat::User& by, chat::AuditAction action,
                                 const chat::User& person = {}) {
        return {.time = at(100), .by = named(by), .action = action, .person = named(person)};
    }
    /// What `by` does to `person`, each as they are now. By the command line: an empty `by`.
    static chat::PersonDeed deed(const chat::User& by, chat::AuditAction action,
                                 const chat::User& person) {
        return {.user = person.id,
                .was = person.role,
                .by_role = by.role,
                .note = note(by, action, person)};
    }
    static chat::Suspension suspension(const chat::User& by,
                                       std::optional<std::int64_t> until = std::nullopt) {
        chat::Suspension made{.by = named(by), .created = at(100), .reason = "noise"};
        if (until) made.until = at(*until);
        return made;
    }
    /// What the notes are about, the newest first.
    std::vector<chat::AuditAction> actions() {
        std::vector<chat::AuditAction> all;
        for (const chat::AuditEntry& each : audit().entries)
            all.push_back(each.action);
        return all;
    }
};

}  // namespace store
