/// ChatWorld: one node's Chat on a store in memory, with time, chance and faults in the test's hand.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/result.h"
#include "chat/accounts.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/ids.h"
#include "chat/recording_audience.h"
#include "chat/store.h"
#include "cluster/local/local_bus.h"
#include "store/memory/memory_store.h"
#include "support/fake_passwords.h"
#include "support/faulty_account_store.h"
#include "support/faulty_admin_store.h"
#include "support/faulty_room_records.h"
#include "support/faulty_room_store.h"
#include "support/faulty_store.h"
#include "support/manual_clock.h"
#include "support/manual_executor.h"
#include "support/seeded_random.h"

namespace chat {

using Call = support::FaultyStore::Call;
using AccountCall = support::FaultyAccountStore::Call;
using RecordCall = support::FaultyRoomRecords::Call;
using AdminCall = support::FaultyAdminStore::Call;
using RoomCall = support::FaultyRoomStore::Call;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

/// Someone who got in.
struct Guest {
    ConnectionId connection;
    Welcome welcome;

    [[nodiscard]] const std::string& token() const { return welcome.token; }
    [[nodiscard]] const RoomView& room(const RoomId& id = kLobby) const {
        const auto found =
            std::ranges::find(welcome.rooms, id, [](const RoomView& view) { return view.room.id; });
        EXPECT_NE(found, welcome.rooms.end());
        return *found;
    }
};

class ChatWorld : public testing::Test {
protected:
    template <typename T>
    using Answer = std::optional<base::Result<T, Refusal>>;

    static Limits limits_without_rates() {
        Limits limits;
        limits.rate_limits = Limits::RateLimits::off;
        return limits;
    }
    explicit ChatWorld(const Limits& limits = limits_without_rates()) { make_chat(limits); }

    /// As after a restart of the server on the same data.
    void make_chat(const Limits& limits, const DoorOptions& door = {}) {
        chat_.reset();
        executor.run();
        audience = RecordingAudience();
        chat_.emplace(Chat::World{.clock = clock,
                                  .random = random,
                                  .store = store,
                                  .accounts = account_store,
                                  .room_store = room_store,
                                  .room_records = room_records,
                                  .admin = admin_store,
                                  .exports = memory,
                                  .imports = memory,
                                  .passwords = passwords,
                                  .searcher = memory,
                                  .bus = bus,
                                  .audience = audience,
                                  .metrics = metrics,
                                  .log = base::Log::none()},
                      limits, door);
    }
    [[nodiscard]] Chat& chat() { return *chat_; }

    void SetUp() override { start(); }
    void start() {
        std::optional<base::Result<void, StoreError>> ready;
        chat().start([&ready](base::Result<void, StoreError> result) { ready = result; });
        executor.run();
        EXPECT_TRUE(ready.has_value() && ready->has_value());
    }

    /// Lets time pass, doing on time what becomes due.
    void pass(base::Milliseconds time) {
        executor.run();
        const base::SteadyTime end = clock.now() + time;
        while (const auto due = chat().next_deadline()) {
            if (*due > end) break;
            if (*due > clock.now()) clock.advance(*due - clock.now());
            chat().on_time();
            executor.run();
        }
        clock.advance(end - clock.now());
        chat().on_time();
        executor.run();
    }

    ConnectionId new_connection() { return ConnectionId(++last_connection_); }

    using Connected = base::Result<Welcome, ConnectRefusal>;
    Connected connect(ConnectRequest request) {
        std::optional<Connected> answer;
        chat().connect(std::move(request), [&answer](Connected connected) {
            EXPECT_FALSE(answer.has_value()) << "answered twice";
            answer = std::move(connected);
        });
        executor.run();
        if (answer) return *std::move(answer);
        ADD_FAILURE() << "no answer";
        return base::fail(ConnectRefusal{});
    }
    Guest enter(ConnectRequest request) {
        const ConnectionId id = request.connection;
        Connected connected = connect(std::move(request));
        EXPECT_TRUE(connected.has_value());
        return {.connection = id, .welcome = connected ? *std::move(connected) : Welcome()};
    }
    Guest enter(const std::string& nickname) {
        return enter(
            {.connection = new_connection(), .nickname = nickname, .token = {}, .cursors = {}});
    }
    Guest come_back(const std::string& token, std::vector<std::pair<RoomId, Seq>> cursors = {}) {
        return enter({.connection = new_connection(),
                      .nickname = {},
                      .token = token,
                      .cursors = std::move(cursors)});
    }
    ConnectRefusal refused(const std::string& nickname, const std::string& token = {}) {
        Connected connected = connect(
            {.connection = new_connection(), .nickname = nickname, .token = token, .cursors = {}});
        EXPECT_FALSE(connected.has_value());
        return connected ? ConnectRefusal() : std::move(connected.error());
    }
    void close(const Guest& guest) {
        audience.drop(guest.connection);
        chat().disconnect(guest.connection);
    }

    template <typename T>
    static Reply<T> into(Answer<T>& slot) {
        return [&slot](base::Result<T, Refusal> answer) {
            EXPECT_FALSE(slot.has_value()) << "answered twice";
            slot = std::move(answer);
        };
    }
    template <typename T>
    base::Result<T, Refusal> take(Answer<T>& slot) {
        executor.run();
        if (slot) return *std::move(slot);
        ADD_FAILURE() << "no answer";
        return base::fail(Refusal{});
    }

    base::Result<Posted, Refusal> post(const Guest& guest, const std::string& text,
                                       const std::string& nonce = {}, const RoomId& room = kLobby) {
        Answer<Posted> answer;
        chat().post(guest.connection, {.room = room, .text = text, .nonce = Nonce(nonce)},
                    into(answer));
        return take(answer);
    }
    base::Result<Posted, Refusal> reply(const Guest& guest, Seq to, const std::string& text,
                                        const std::string& nonce = {},
                                        const RoomId& room = kLobby) {
        Answer<Posted> answer;
        chat().post(guest.connection,
                    {.room = room, .text = text, .nonce = Nonce(nonce), .reply_to = to},
                    into(answer));
        return take(answer);
    }
    base::Result<Posted, Refusal> edit(const Guest& guest, Seq target, const std::string& text,
                                       const RoomId& room = kLobby) {
        Answer<Posted> answer;
        chat().edit(guest.connection, {.room = room, .target = target, .text = text}, into(answer));
        return take(answer);
    }
    base::Result<Posted, Refusal> remove(const Guest& guest, Seq target,
                                         const RoomId& room = kLobby) {
        Answer<Posted> answer;
        chat().remove(guest.connection, {.room = room, .target = target}, into(answer));
        return take(answer);
    }
    base::Result<Posted, Refusal> react(const Guest& guest, Seq target, const std::string& emoji,
                                        React::Set set = React::Set::on,
                                        const RoomId& room = kLobby) {
        Answer<Posted> answer;
        chat().react(guest.connection, {.room = room, .target = target, .emoji = emoji, .set = set},
                     into(answer));
        return take(answer);
    }
    base::Result<Page, Refusal> history(const Guest& guest, PageRequest request) {
        Answer<Page> answer;
        chat().history(guest.connection, std::move(request), into(answer));
        return take(answer);
    }
    base::Result<void, Refusal> typing(const Guest& guest, const RoomId& room = kLobby) {
        Answer<void> answer;
        chat().typing(guest.connection, room, into(answer));
        return take(answer);
    }
    base::Result<RoomView, Refusal> read(const Guest& guest, Seq seq, const RoomId& room = kLobby) {
        Answer<RoomView> answer;
        chat().read(guest.connection, room, seq, into(answer));
        return take(answer);
    }
    base::Result<void, Refusal> prefer(const Guest& guest, Preference preference,
                                       const RoomId& room = kLobby) {
        Answer<void> answer;
        chat().prefer(guest.connection, room, preference, into(answer));
        return take(answer);
    }
    base::Result<RoomView, Refusal> join(const Guest& guest, const RoomId& room) {
        Answer<RoomView> answer;
        chat().join(guest.connection, room, into(answer));
        return take(answer);
    }
    base::Result<void, Refusal> leave(const Guest& guest, const RoomId& room) {
        Answer<void> answer;
        chat().leave(guest.connection, room, into(answer));
        return take(answer);
    }
    base::Result<RoomView, Refusal> create(const Guest& guest, const std::string& name,
                                           RoomKind kind = RoomKind::open,
                                           const std::string& topic = {}) {
        Answer<RoomView> answer;
        chat().create(guest.connection, {.name = name, .kind = kind, .topic = topic}, into(answer));
        return take(answer);
    }
    RoomId created(const Guest& guest, const std::string& name, RoomKind kind = RoomKind::open) {
        const auto made = create(guest, name, kind);
        EXPECT_TRUE(made.has_value());
        return made ? made->room.id : RoomId();
    }
    base::Result<std::vector<RoomEntry>, Refusal> rooms(const Guest& guest,
                                                        const std::string& query = {}) {
        Answer<std::vector<RoomEntry>> answer;
        chat().rooms(guest.connection, query, into(answer));
        return take(answer);
    }
    base::Result<Members, Refusal> members(const Guest& guest, const RoomId& room = kLobby) {
        Answer<Members> answer;
        chat().members(guest.connection, room, into(answer));
        return take(answer);
    }
    base::Result<SearchPage, Refusal> search(const Guest& guest, const Search& search) {
        Answer<SearchPage> answer;
        chat().search(guest.connection, search, into(answer));
        return take(answer);
    }
    base::Result<FoundTime, Refusal> date(const Guest& guest, base::WallTime time,
                                          const RoomId& room = kLobby) {
        Answer<FoundTime> answer;
        chat().date(guest.connection, room, time, into(answer));
        return take(answer);
    }
    std::vector<std::string> heard(const Guest& guest) { return audience.heard(guest.connection); }

    /// A page's or a log's seqs first..last.
    static std::vector<Seq> seqs(Seq first, Seq last) {
        std::vector<Seq> all;
        for (Seq seq = first; seq <= last; ++seq)
            all.push_back(seq);
        return all;
    }

    support::ManualClock clock;
    support::SeededRandom random{1};
    support::ManualExecutor executor;
    store::MemoryStore memory{executor};
    support::FaultyStore store{memory, executor};
    support::FaultyAccountStore account_store{memory, executor};
    support::FaultyRoomStore room_store{memory, executor};
    support::FaultyRoomRecords room_records{memory, executor};
    support::FaultyAdminStore admin_store{memory, executor};
    support::FakePasswords passwords{executor};
    cluster::LocalNetwork network;
    cluster::LocalBus bus{network, executor};
    RecordingAudience audience;
    base::Metrics metrics;

private:
    std::uint64_t last_connection_ = 0;
    std::optional<Chat> chat_;
};

}  // namespace chat
