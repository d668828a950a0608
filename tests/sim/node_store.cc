#include "sim/node_store.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_store.h"
#include "chat/store.h"
#include "sim/planted.h"
#include "sim/schedule.h"
#include "sim/stage.h"
#include "store/memory/memory_store.h"

namespace sim {

using chat::StoreError;
using chat::StoreReply;

Time NodeStore::delay() {
    if (dice_.is_hit(stage_.weather.store_late)) return Time(dice_.between(5'000, 800'000));
    return Time(dice_.between(100, 3'000));
}

template <typename T, typename Ask, typename Commit>
void NodeStore::pass(Deed deed, StoreReply<T> reply, Ask ask, Commit commit) {
    const auto answer_to = [this, deed](StoreReply<T> to, base::Result<T, StoreError> answer) {
        const Time wanted = stage_.schedule.now() + delay();
        const Time when = deed == Deed::write ? written_.next(wanted) : wanted;
        stage_.schedule.at(
            when, [life = life_, to = std::move(to), answer = std::move(answer)]() mutable {
                if (!life.expired()) to(std::move(answer));
            });
    };
    const bool is_refused = reach_ == Reach::away || dice_.is_hit(stage_.weather.store_refuses);
    if (is_refused) {
        answer_to(std::move(reply), base::fail(StoreError::unavailable));
        return;
    }
    const bool is_answer_lost =
        deed == Deed::write && dice_.is_hit(stage_.weather.store_answer_lost);
    // What a node asked just before its death may still come to the store.
    const bool outlives = dice_.is_one_in(2);
    stage_.schedule.at(
        decided_.next(stage_.schedule.now() + delay()),
        [life = life_, &stage = stage_, is_answer_lost, outlives, answer_to, ask = std::move(ask),
         commit = std::move(commit), reply = std::move(reply)]() mutable {
            if (life.expired() && !outlives) return;
            std::optional<base::Result<T, StoreError>> answer;
            stage.store_executor.run([&] {
                ask(stage.store,
                    [&answer](base::Result<T, StoreError> given) { answer = std::move(given); });
            });
            commit(stage, *answer);
            if (life.expired()) return;
            if (is_answer_lost) {
                ++stage.sights.answers_lost;
                stage.trace.note("an answer of the store is lost", {});
                answer = base::fail(StoreError::unavailable);
            }
            answer_to(std::move(reply), *std::move(answer));
        });
}

template <typename T, typename Ask>
void NodeStore::pass(Deed deed, StoreReply<T> reply, Ask ask) {
    pass(deed, std::move(reply), std::move(ask),
         [](Stage& /*stage*/, const base::Result<T, StoreError>& /*answer*/) {});
}

void NodeStore::append(chat::Append append, StoreReply<chat::Appended> reply) {
    if (append.kind == chat::EventKind::message && stage_.strikes(Planted::early_answer, 20)) {
        answer_early(std::move(append), std::move(reply));
        return;
    }
    const chat::Nonce nonce = append.nonce;
    if (append.kind == chat::EventKind::message && stage_.strikes(Planted::forgotten_nonce, 4)) {
        append.nonce = chat::Nonce(nonce.value() + "/" + std::to_string(stage_.dice.number()));
    }
    pass<chat::Appended>(
        Deed::write, std::move(reply),
        [append = std::move(append)](store::MemoryStore& store,
                                     StoreReply<chat::Appended> to) mutable {
            store.append(std::move(append), std::move(to));
        },
        [nonce](Stage& stage, base::Result<chat::Appended, StoreError>& answer) {
            if (!answer) return;
            if (answer->event.kind == chat::EventKind::message) answer->event.nonce = nonce;
            if (answer->outcome == chat::Appended::Outcome::committed) {
                stage.ledger.on_event(answer->event);
            } else if (answer->event.kind == chat::EventKind::message && !nonce.value().empty()) {
                ++stage.sights.repeated;
            }
        });
}

/// As a node does that trusts its own memory: the store hears of it a little later, if the node lives as long.
void NodeStore::answer_early(chat::Append append, StoreReply<chat::Appended> reply) {
    const chat::Seq head = stage_.ledger.head(append.room);
    const chat::Event* last = stage_.ledger.event(append.room, head);
    chat::Event event{.room = append.room,
                      .seq = head + 1,
                      .ordinal = (last == nullptr ? 0 : last->ordinal) + 1,
                      .kind = append.kind,
                      .actor = append.actor,
                      .nickname = append.nickname,
                      .time = append.time,
                      .text = append.text,
                      .nonce = append.nonce,
                      .target = append.target};
    const auto life = life_;
    stage_.schedule.at(written_.next(stage_.schedule.now() + delay()),
                       [life, event = std::move(event), reply = std::move(reply)]() mutable {
                           if (!life.expired()) reply(chat::Appended{.event = std::move(event)});
                       });
    stage_.schedule.after(Time(dice_.between(1'000, 30'000)),
                          [this, life, append = std::move(append)]() mutable {
                              if (life.expired()) return;
                              this->append(std::move(append), [](const auto& /*late*/) {});
                          });
}

void NodeStore::page(chat::PageRequest request, StoreReply<chat::Page> reply) {
    pass<chat::Page>(Deed::read, std::move(reply),
                     [request = std::move(request)](store::MemoryStore& store,
                                                    StoreReply<chat::Page> to) mutable {
                         store.page(std::move(request), std::move(to));
                     });
}

namespace {

/// A room that the store has made, with what is in its log already.
void note_room(Stage& stage, const chat::Room& room) {
    if (stage.ledger.knows(room.id)) return;
    stage.ledger.on_room(room);
    std::vector<chat::Event> events;
    stage.store_executor.run([&] {
        stage.store.page({.room = room.id, .limit = 10}, [&events](auto page) {
            if (page) events = std::move(page->events);
        });
    });
    for (const chat::Event& event : events)
        stage.ledger.on_event(event);
}

}  // namespace

void NodeStore::create_room(chat::Room room, chat::User creator, StoreReply<chat::Room> reply) {
    pass<chat::Room>(
        Deed::write, std::move(reply),
        [room = std::move(room), creator = std::move(creator)](store::MemoryStore& store,
                                                               StoreReply<chat::Room> to) mutable {
            store.create_room(std::move(room), std::move(creator), std::move(to));
        },
        [](Stage& stage, const base::Result<chat::Room, StoreError>& answer) {
            if (answer) note_room(stage, *answer);
        });
}

void NodeStore::rooms(StoreReply<std::vector<chat::Room>> reply) {
    pass<std::vector<chat::Room>>(
        Deed::read, std::move(reply),
        [](store::MemoryStore& store, StoreReply<std::vector<chat::Room>> to) {
            store.rooms(std::move(to));
        });
}

void NodeStore::create_user(chat::NewUser user, StoreReply<chat::Known> reply) {
    const chat::RoomId room = user.first_room;
    pass<chat::Known>(
        Deed::write, std::move(reply),
        [user = std::move(user)](store::MemoryStore& store, StoreReply<chat::Known> to) mutable {
            store.create_user(std::move(user), std::move(to));
        },
        [room](Stage& stage, const base::Result<chat::Known, StoreError>& answer) {
            if (answer) stage.ledger.on_member(room, answer->user.id);
        });
}

void NodeStore::find_user(chat::TokenHash token, base::WallTime now,
                          StoreReply<std::optional<chat::Known>> reply) {
    pass<std::optional<chat::Known>>(
        Deed::read, std::move(reply),
        [token = std::move(token), now](store::MemoryStore& store,
                                        StoreReply<std::optional<chat::Known>> to) mutable {
            store.find_user(std::move(token), now, std::move(to));
        },
        [](Stage& stage, base::Result<std::optional<chat::Known>, StoreError>& answer) {
            if (!answer || !*answer || !stage.strikes(Planted::marker_back, 10)) return;
            for (chat::Membership& membership : (*answer)->memberships) {
                if (membership.read > 0) --membership.read;
            }
        });
}

void NodeStore::rename_user(chat::UserId user, std::string nickname, std::string name_key,
                            StoreReply<chat::User> reply) {
    pass<chat::User>(
        Deed::write, std::move(reply),
        [user = std::move(user), nickname = std::move(nickname), name_key = std::move(name_key)](
            store::MemoryStore& store, StoreReply<chat::User> to) mutable {
            store.rename_user(std::move(user), std::move(nickname), std::move(name_key),
                              std::move(to));
        });
}

void NodeStore::set_read(chat::UserId user, chat::RoomId room, chat::Seq seq,
                         StoreReply<chat::Membership> reply) {
    pass<chat::Membership>(
        Deed::write, std::move(reply),
        [user, room, seq](store::MemoryStore& store, StoreReply<chat::Membership> to) {
            store.set_read(user, room, seq, std::move(to));
        },
        [user, room](Stage& stage, const base::Result<chat::Membership, StoreError>& answer) {
            if (!answer) return;
            stage.ledger.on_marker(room, user, answer->read);
        });
}

void NodeStore::open_direct(chat::Room room, std::vector<chat::UserId> people,
                            StoreReply<chat::Opened> reply) {
    pass<chat::Opened>(
        Deed::write, std::move(reply),
        [room = std::move(room), people = std::move(people)](store::MemoryStore& store,
                                                             StoreReply<chat::Opened> to) mutable {
            store.open_direct(std::move(room), std::move(people), std::move(to));
        },
        [](Stage& stage, const base::Result<chat::Opened, StoreError>& answer) {
            if (!answer) return;
            note_room(stage, answer->room);
            for (const chat::User& user : answer->people)
                stage.ledger.on_member(answer->room.id, user.id);
        });
}

void NodeStore::find_member(chat::RoomId room, chat::UserId user,
                            StoreReply<std::optional<chat::Member>> reply) {
    pass<std::optional<chat::Member>>(
        Deed::read, std::move(reply),
        [room = std::move(room), user = std::move(user)](
            store::MemoryStore& store, StoreReply<std::optional<chat::Member>> to) mutable {
            store.find_member(std::move(room), std::move(user), std::move(to));
        });
}

void NodeStore::roster(chat::RosterRequest request, StoreReply<chat::Roster> reply) {
    pass<chat::Roster>(Deed::read, std::move(reply),
                       [request = std::move(request)](store::MemoryStore& store,
                                                      StoreReply<chat::Roster> to) mutable {
                           store.roster(std::move(request), std::move(to));
                       });
}

void NodeStore::ban(chat::RoomId room, chat::Ban ban,
                    StoreReply<std::optional<chat::Event>> reply) {
    pass<std::optional<chat::Event>>(
        Deed::write, std::move(reply),
        [room = std::move(room), ban = std::move(ban)](
            store::MemoryStore& store, StoreReply<std::optional<chat::Event>> to) mutable {
            store.ban(std::move(room), std::move(ban), std::move(to));
        },
        [](Stage& stage, const base::Result<std::optional<chat::Event>, StoreError>& answer) {
            if (answer && *answer) stage.ledger.on_event(**answer);
        });
}

void NodeStore::lift_ban(chat::RoomId room, chat::UserId user, chat::Named by, base::WallTime time,
                         StoreReply<void> reply) {
    pass<void>(Deed::write, std::move(reply),
               [room = std::move(room), user = std::move(user), by = std::move(by), time](
                   store::MemoryStore& store, StoreReply<void> to) mutable {
                   store.lift_ban(std::move(room), std::move(user), std::move(by), time,
                                  std::move(to));
               });
}

void NodeStore::bans(chat::RoomId room, base::WallTime now,
                     StoreReply<std::vector<chat::Ban>> reply) {
    pass<std::vector<chat::Ban>>(
        Deed::read, std::move(reply),
        [room = std::move(room), now](store::MemoryStore& store,
                                      StoreReply<std::vector<chat::Ban>> to) mutable {
            store.bans(std::move(room), now, std::move(to));
        });
}

void NodeStore::set_preference(chat::UserId user, chat::RoomId room, chat::Preference preference,
                               StoreReply<chat::Membership> reply) {
    pass<chat::Membership>(Deed::write, std::move(reply),
                           [user = std::move(user), room = std::move(room), preference](
                               store::MemoryStore& store, StoreReply<chat::Membership> to) mutable {
                               store.set_preference(std::move(user), std::move(room), preference,
                                                    std::move(to));
                           });
}

void NodeStore::find_accounts(std::string key_prefix, std::uint32_t limit,
                              StoreReply<std::vector<chat::User>> reply) {
    pass<std::vector<chat::User>>(
        Deed::read, std::move(reply),
        [key_prefix = std::move(key_prefix), limit](
            store::MemoryStore& store, StoreReply<std::vector<chat::User>> to) mutable {
            store.find_accounts(std::move(key_prefix), limit, std::move(to));
        });
}

}  // namespace sim
