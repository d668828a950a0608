/// SqliteFixture: an SQLite store in a folder of its own, whose requests are made and answered one by one.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat/account.h"
#include "chat/store.h"
#include "store/sqlite/sqlite_store.h"
#include "support/manual_clock.h"
#include "support/temporary_directory.h"
#include "support/waiting_executor.h"

namespace store::sqlite {

template <typename T>
using Answer = base::Result<T, chat::StoreError>;

inline chat::Append message_of(const std::string& room, const std::string& author,
                               const std::string& nonce, const std::string& text = "hello") {
    return {.room = chat::RoomId(room),
            .kind = chat::EventKind::message,
            .actor = chat::UserId(author),
            .nickname = author,
            .time = base::WallTime(base::Milliseconds(1'700'000'000'000)),
            .text = text,
            .nonce = chat::Nonce(nonce)};
}

inline chat::Append change_of(const std::string& room, chat::EventKind kind,
                              const std::string& actor, chat::Seq target,
                              const std::string& text = {}) {
    return {.room = chat::RoomId(room),
            .kind = kind,
            .actor = chat::UserId(actor),
            .nickname = actor,
            .time = base::WallTime(base::Milliseconds(1'700'000'000'000)),
            .text = text,
            .nonce = {},
            .target = target};
}

class SqliteFixture : public testing::Test {
protected:
    /// Opens the store in `directory()`; it must be possible.
    void open(const Options& options = {}) {
        auto opened = try_open(options);
        if (!opened) FAIL() << opened.error().sentence;
        store_ = *std::move(opened);
    }
    base::Result<std::unique_ptr<SqliteStore>, OpenRefusal> try_open(Options options = {}) {
        // A test may hold the database's lock, on a machine that is busy with other tests.
        options.lock_patience = base::Milliseconds(60'000);
        return SqliteStore::open(directory(), {replies_, clock_, base::Log::none(), metrics_},
                                 options);
    }
    void close() { store_.reset(); }

    /// Closes the store; put_back() brings back what is kept by now, as often as it is wanted.
    void set_aside() {
        close();
        std::filesystem::copy(directory(), aside(), std::filesystem::copy_options::recursive);
    }
    void put_back() {
        std::filesystem::remove_all(directory());
        std::filesystem::copy(aside(), directory(), std::filesystem::copy_options::recursive);
    }

    [[nodiscard]] std::string directory() const { return folder_.path() + "/data"; }
    [[nodiscard]] std::string aside() const { return folder_.path() + "/aside"; }
    [[nodiscard]] std::string database_file() const { return directory() + "/parlor.db"; }
    SqliteStore& store() { return *store_; }

    /// Makes the call with a reply and runs replies until its answer is there.
    template <typename T, typename Call>
    Answer<T> ask(Call call) {
        std::optional<Answer<T>> slot;
        call([&slot](Answer<T> answer) { slot = std::move(answer); });
        while (!slot) {
            if (replies_.run_some() == 0) {
                ADD_FAILURE() << "the store never answered";
                return base::fail(chat::StoreError::unavailable);
            }
        }
        return *std::move(slot);
    }
    Answer<chat::Appended> append(chat::Append append) {
        return ask<chat::Appended>(
            [&](auto reply) { store().append(std::move(append), std::move(reply)); });
    }
    Answer<chat::Room> create_room(const std::string& id, const chat::User& creator = {}) {
        const chat::Room room{.id = chat::RoomId(id), .name = id, .name_key = id};
        return ask<chat::Room>(
            [&](auto reply) { store().create_room(room, creator, std::move(reply)); });
    }
    Answer<chat::Page> page(chat::PageRequest request) {
        return ask<chat::Page>(
            [&](auto reply) { store().page(std::move(request), std::move(reply)); });
    }
    Answer<std::vector<chat::Room>> rooms() {
        return ask<std::vector<chat::Room>>([&](auto reply) { store().rooms(std::move(reply)); });
    }
    Answer<std::optional<chat::Known>> find_user(const std::string& token, base::WallTime now) {
        return ask<std::optional<chat::Known>>(
            [&](auto reply) { store().find_user(token, now, std::move(reply)); });
    }
    /// A session that begins now.
    chat::Session session_of(const std::string& user, base::Milliseconds lifetime) {
        return {.id = chat::SessionId("session of " + user),
                .user = chat::UserId(user),
                .created = clock_.wall(),
                .used = clock_.wall(),
                .expires = clock_.wall() + lifetime,
                .lifetime = lifetime,
                .agent = {},
                .address = {}};
    }
    Answer<chat::Known> create_guest(const std::string& id, base::Milliseconds lifetime,
                                     const std::string& room = "lobby") {
        const chat::NewUser user{.user = {.id = chat::UserId(id), .nickname = id},
                                 .name_key = id,
                                 .token = "token of " + id,
                                 .session = session_of(id, lifetime),
                                 .first_room = chat::RoomId(room)};
        return ask<chat::Known>([&](auto reply) { store().create_user(user, std::move(reply)); });
    }

    support::ManualClock clock_;
    support::WaitingExecutor replies_;
    base::Metrics metrics_;

private:
    support::TemporaryDirectory folder_;
    std::unique_ptr<SqliteStore> store_;
};

}  // namespace store::sqlite
