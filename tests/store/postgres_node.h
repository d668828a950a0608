/// PostgresNode: one Parlor's store on a database that it shares with others.
///
/// Thread:     the test's.
/// Owns:       the store and all around it.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/postgres/options.h"
#include "store/postgres/postgres_store.h"
#include "store/postgres/settings.h"
#include "support/manual_clock.h"
#include "support/waiting_executor.h"

namespace store::postgres {

class PostgresNode {
public:
    template <typename T>
    using Answer = base::Result<T, chat::StoreError>;

    explicit PostgresNode(const Settings& settings, const Options& options = {}) {
        auto opened =
            PostgresStore::open(settings, {replies_, clock_, base::Log::none(), metrics_}, options);
        if (!opened) throw std::runtime_error(opened.error());
        store_ = *std::move(opened);
    }

    PostgresStore& store() { return *store_; }
    support::ManualClock& clock() { return clock_; }
    [[nodiscard]] std::uint64_t count(std::string_view metric) {
        return metrics_.counter(metric, "").value();
    }

    /// Makes the call with a reply and runs replies until its answer is there.
    template <typename T, typename Call>
    Answer<T> ask(Call call) {
        std::optional<Answer<T>> slot;
        call([&slot](Answer<T> answer) { slot = std::move(answer); });
        wait_until([&slot] { return slot.has_value(); });
        return slot ? *std::move(slot) : base::fail(chat::StoreError::unavailable);
    }
    template <typename Condition>
    void wait_until(Condition is_met) {
        while (!is_met()) {
            if (replies_.run_some() == 0) {
                ADD_FAILURE() << "the store never answered";
                return;
            }
        }
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
    Answer<chat::Known> create_guest(const std::string& id, const std::string& room) {
        const chat::Session session{.id = chat::SessionId("session of " + id),
                                    .user = chat::UserId(id),
                                    .created = clock_.wall(),
                                    .used = clock_.wall(),
                                    .expires = clock_.wall() + base::Milliseconds(3'600'000),
                                    .lifetime = base::Milliseconds(3'600'000),
                                    .agent = {},
                                    .address = {}};
        const chat::NewUser user{.user = {.id = chat::UserId(id), .nickname = id},
                                 .name_key = id,
                                 .token = "token of " + id,
                                 .session = session,
                                 .first_room = chat::RoomId(room)};
        return ask<chat::Known>([&](auto reply) { store().create_user(user, std::move(reply)); });
    }
    std::vector<chat::Event> log(const std::string& room) {
        std::vector<chat::Event> events;
        for (;;) {
            const auto page = ask<chat::Page>([&](auto reply) {
                store().page({.room = chat::RoomId(room),
                              .from = chat::PageRequest::From::after,
                              .seq = events.empty() ? 0 : events.back().seq,
                              .limit = 1'000},
                             std::move(reply));
            });
            if (!page) {
                ADD_FAILURE() << "no page";
                return events;
            }
            if (page->events.empty()) return events;
            events.insert(events.end(), page->events.begin(), page->events.end());
        }
    }

private:
    support::ManualClock clock_;
    support::WaitingExecutor replies_;
    base::Metrics metrics_;
    std::unique_ptr<PostgresStore> store_;
};

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

}  // namespace store::postgres
