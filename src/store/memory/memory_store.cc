#include "store/memory/memory_store.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/unicode.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/audit.h"
#include "chat/event.h"
#include "chat/folding.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/store.h"
#include "store/change.h"
#include "store/memory/people.h"
#include "store/restraint.h"
#include "store/retention.h"
#include "store/room_change.h"

namespace store {

using base::fail;
using chat::Append;
using chat::Appended;
using chat::Event;
using chat::EventKind;
using chat::Known;
using chat::Membership;
using chat::Page;
using chat::PageRequest;
using chat::Room;
using chat::StoreError;
using chat::User;

void MemoryStore::append(Append append, chat::StoreReply<Appended> reply) {
    Answer<Appended> appended = decide(append);
    if (appended && appended->outcome == Appended::Outcome::committed) note_append(append);
    answer(std::move(reply), std::move(appended));
}

void MemoryStore::page(PageRequest request, chat::StoreReply<Page> reply) {
    answer(std::move(reply), read(request));
}

void MemoryStore::create_room(Room room, User creator, chat::StoreReply<Room> reply) {
    answer(std::move(reply), make(std::move(room), creator));
}

void MemoryStore::rooms(chat::StoreReply<std::vector<Room>> reply) {
    std::vector<Room> all;
    all.reserve(rooms_.size());
    for (const auto& [id, stored] : rooms_)
        all.push_back(stored.room);
    answer<std::vector<Room>>(std::move(reply), std::move(all));
}

void MemoryStore::create_user(chat::NewUser user, chat::StoreReply<Known> reply) {
    answer(std::move(reply),
           complete(people_.create_user(user, membership_at_head(user.first_room))));
}

void MemoryStore::find_user(chat::TokenHash token, base::WallTime now,
                            chat::StoreReply<std::optional<Known>> reply) {
    std::optional<Known> known = people_.find_user(token, now);
    if (known) known = complete(*std::move(known));
    answer<std::optional<Known>>(std::move(reply), std::move(known));
}

void MemoryStore::rename_user(chat::UserId user, std::string nickname, std::string name_key,
                              chat::StoreReply<User> reply) {
    change_profile(std::move(user), {.nickname = std::move(nickname)}, std::move(name_key),
                   std::move(reply));
}

void MemoryStore::set_read(chat::UserId user, chat::RoomId room, chat::Seq seq,
                           chat::StoreReply<Membership> reply) {
    answer(std::move(reply), mark(user, room, seq));
}

void MemoryStore::create_account(chat::NewAccount account, chat::StoreReply<Known> reply) {
    answer(std::move(reply),
           complete(people_.create_account(account, membership_at_head(account.first_room))));
}

void MemoryStore::find_account(std::string name_key,
                               chat::StoreReply<std::optional<chat::Account>> reply) {
    answer<std::optional<chat::Account>>(std::move(reply), people_.find_account(name_key));
}

void MemoryStore::account_of(chat::UserId user,
                             chat::StoreReply<std::optional<chat::Account>> reply) {
    answer<std::optional<chat::Account>>(std::move(reply), people_.account_of(user));
}

void MemoryStore::has_owner(chat::StoreReply<bool> reply) {
    answer<bool>(std::move(reply), people_.has_owner());
}

void MemoryStore::set_password(chat::UserId user, std::string hash, chat::SecretHash keep,
                               chat::StoreReply<void> reply) {
    answer(std::move(reply), people_.set_password(user, hash, keep));
}

void MemoryStore::begin_session(chat::NewSession session, chat::StoreReply<Known> reply) {
    answer(std::move(reply), complete(people_.begin_session(session)));
}

void MemoryStore::find_session(chat::SecretHash token, base::WallTime now,
                               chat::StoreReply<std::optional<chat::Session>> reply) {
    answer<std::optional<chat::Session>>(std::move(reply), people_.find_session(token, now));
}

void MemoryStore::sessions(chat::UserId user, base::WallTime now,
                           chat::StoreReply<std::vector<chat::Session>> reply) {
    answer<std::vector<chat::Session>>(std::move(reply), people_.sessions(user, now));
}

void MemoryStore::end_session(chat::UserId user, chat::SessionId session,
                              chat::StoreReply<void> reply) {
    answer(std::move(reply), people_.end_session(user, session));
}

void MemoryStore::end_other_sessions(chat::UserId user, chat::SessionId keep,
                                     chat::StoreReply<std::vector<chat::SessionId>> reply) {
    answer<std::vector<chat::SessionId>>(std::move(reply), people_.end_other_sessions(user, keep));
}

void MemoryStore::change_profile(chat::UserId user, chat::ProfileChange change,
                                 std::string name_key, chat::StoreReply<User> reply) {
    answer(std::move(reply), people_.change_profile(user, change, name_key));
}

void MemoryStore::find_people(std::vector<chat::UserId> users,
                              chat::StoreReply<std::vector<User>> reply) {
    answer<std::vector<User>>(std::move(reply), people_.find_people(users));
}

void MemoryStore::create_invite(chat::NewInvite invite, chat::StoreReply<chat::Invite> reply) {
    answer(std::move(reply), noted(invite.note, people_.create_invite(invite)));
}

void MemoryStore::invites(base::WallTime now, chat::StoreReply<std::vector<chat::Invite>> reply) {
    answer<std::vector<chat::Invite>>(std::move(reply), people_.invites(now));
}

void MemoryStore::revoke_invite(chat::InviteId invite, chat::AuditEntry note,
                                chat::StoreReply<void> reply) {
    answer(std::move(reply), noted(std::move(note), people_.revoke_invite(invite)));
}

void MemoryStore::find_invite(chat::SecretHash code, base::WallTime now,
                              chat::StoreReply<std::optional<chat::Invite>> reply) {
    answer<std::optional<chat::Invite>>(std::move(reply), people_.find_invite(code, now));
}

std::optional<Membership> MemoryStore::membership_at_head(const chat::RoomId& room) const {
    const auto found = rooms_.find(room);
    if (found == rooms_.end()) return std::nullopt;
    const Room& joined = found->second.room;
    return Membership{.room = joined.id, .read = joined.head, .read_ordinal = joined.ordinal};
}

MemoryStore::Answer<Appended> MemoryStore::decide(const Append& append) {
    const auto found = rooms_.find(append.room);
    if (found == rooms_.end()) return fail(StoreError::no_such_room);
    StoredRoom& room = found->second;
    if (append.kind == EventKind::message) {
        const auto nonce = room.nonces.find({append.actor, append.nonce});
        if (nonce != room.nonces.end()) {
            return Appended{.event = as_it_reads(room, room.log[nonce->second - 1]),
                            .outcome = Appended::Outcome::repeated};
        }
    }
    if (!may_happen(append.kind, room.room.use)) return fail(StoreError::archived);
    const Answer<void> allowed = is_about_room(append.kind)  ? judge_room_change(room, append)
                                 : is_restraint(append.kind) ? judge_restraint(room, append)
                                                             : judge_membership(room, append);
    if (!allowed) return fail(allowed.error());
    if (is_about_retention(append.kind)) {
        const auto news = judge_retention({.days = room.room.retention_days,
                                           .expired = room.room.expired,
                                           .head = room.room.head},
                                          append);
        if (!news) return fail(news.error());
    }
    if (is_about_pin(append.kind)) {
        const Answer<void> may_pin = judge_pinning(room, append);
        if (!may_pin) return fail(may_pin.error());
    }
    const bool is_answer = append.kind == EventKind::message && append.target != 0;
    if (is_change(append.kind) || is_answer) {
        const auto verdict = judge_target(room, append);
        if (!verdict) return fail(verdict.error());
        if (*verdict == Verdict::repeated) {
            const Event& target = room.log[append.target - 1];
            const chat::Seq version = target.standing ? target.standing->version : 0;
            const Event& last = version == 0 ? target : room.log[version - 1];
            return Appended{.event = as_it_reads(room, last),
                            .outcome = Appended::Outcome::repeated};
        }
    }
    const Event event = commit(room, append);
    if (is_about_room(append.kind)) change_room(room, append);
    if (is_restraint(append.kind)) restrain(room, append);
    if (is_about_retention(append.kind)) change_retention(room, append);
    move_pin(room, event);
    move_membership(append, event);
    Appended appended{.event = as_it_reads(room, event)};
    if (append.kind == EventKind::message) appended.event.mentions = mention(room, append);
    return appended;
}

MemoryStore::Answer<void> MemoryStore::judge_membership(StoredRoom& room, const Append& append) {
    People::Memberships& memberships = people_.memberships(append.actor);
    const auto membership = memberships.find(append.room);
    const bool is_member = membership != memberships.end();
    if (append.kind == EventKind::member_joined) {
        const auto ban = std::ranges::find(room.bans, append.actor, &chat::Ban::user);
        if (ban != room.bans.end() && holds(*ban, append.time)) return fail(StoreError::banned);
        if (is_member) return fail(StoreError::already_member);
        if (is_full(append.actor)) return fail(StoreError::too_many_rooms);
        if (append.link && usable_link(room, *append.link, append.time) == nullptr) {
            return fail(StoreError::link_spent);
        }
    }
    if (append.kind != EventKind::member_left && !is_about_host(append.kind)) return {};
    if (!is_member) return fail(StoreError::not_a_member);
    if (is_about_host(append.kind)) return judge_host(membership->second.role, append);
    return {};
}

void MemoryStore::move_membership(const Append& append, const Event& event) {
    People::Memberships& memberships = people_.memberships(append.actor);
    const auto membership = memberships.find(append.room);
    if (append.kind == EventKind::member_left) {
        memberships.erase(membership);
        rooms_.at(append.room).meant.erase(append.actor);
    } else if (append.kind == EventKind::member_joined) {
        memberships[append.room] = {
            .room = append.room, .read = event.seq, .read_ordinal = event.ordinal};
        if (append.link) {
            chat::RoomLink* const link =
                usable_link(rooms_.at(append.room), *append.link, append.time);
            CHECK(link != nullptr);
            link->uses += 1;
        }
    } else if (append.kind == EventKind::message && membership != memberships.end()) {
        membership->second.read = event.seq;
        membership->second.read_ordinal = event.ordinal;
        rooms_.at(append.room).meant.erase(append.actor);
    } else if (is_about_host(append.kind)) {
        membership->second.role = role_after(append.kind);
    }
}

MemoryStore::Answer<Verdict> MemoryStore::judge_target(const StoredRoom& room,
                                                       const Append& append) {
    if (append.target == 0 || append.target > room.log.size()) {
        return fail(StoreError::no_such_message);
    }
    const Event& message = room.log[append.target - 1];
    if (message.kind != EventKind::message) return fail(StoreError::no_such_message);

    Target target{.author = message.actor == append.actor ? Target::Author::the_actor
                                                          : Target::Author::somebody_else,
                  .text = message.text};
    if (message.standing) {
        target.fate = message.standing->fate;
        for (const chat::Reaction& reaction : message.standing->reactions) {
            target.reactions += reaction.by.size();
            const bool is_marked = reaction.emoji == append.text &&
                                   std::ranges::find(reaction.by, append.actor,
                                                     &chat::Named::user) != reaction.by.end();
            if (is_marked) target.mark = Target::Mark::present;
        }
    }
    return judge(target, append);
}

Event MemoryStore::commit(StoredRoom& room, const Append& append) {
    const bool is_message = append.kind == EventKind::message;
    room.room.head += 1;
    room.room.ordinal += is_message ? 1 : 0;
    Event event{.room = append.room,
                .seq = room.room.head,
                .ordinal = room.room.ordinal,
                .kind = append.kind,
                .actor = append.actor,
                .nickname = append.nickname,
                .time = append.time,
                .text = has_text(append.kind) ? append.text : std::string(),
                .nonce = is_message ? append.nonce : chat::Nonce(),
                .target = has_target(append.kind) ? append.target : 0,
                .standing = nullptr,
                .by = append.by ? std::make_shared<const chat::Named>(*append.by) : nullptr};
    if (is_message) {
        room.nonces.emplace(std::pair(append.actor, append.nonce), event.seq);
        said_.push_back({.room = append.room, .seq = event.seq});
    }
    last_names_[append.actor] = base::unicode::skeleton(append.nickname);
    if (is_change(append.kind)) {
        if (append.kind == EventKind::edited) {
            room.first_words.try_emplace(append.target, room.log[append.target - 1].text);
        }
        chat::fold(room.log[append.target - 1], event);
        if (append.kind == EventKind::deleted) forget_edits(room, append.target, append.target);
    }
    room.log.push_back(event);
    return event;
}

Event MemoryStore::as_it_reads(const StoredRoom& room, const Event& event) {
    Event reading = event;
    if (event.kind != EventKind::message || event.target == 0) return reading;
    chat::Standing standing = event.standing ? *event.standing : chat::Standing{};
    if (standing.fate == chat::Standing::Fate::kept) {
        standing.quote = chat::quote_of(room.log[event.target - 1]);
    }
    reading.standing = std::make_shared<const chat::Standing>(std::move(standing));
    return reading;
}

MemoryStore::Answer<Page> MemoryStore::read(const PageRequest& request) const {
    const auto found = rooms_.find(request.room);
    if (found == rooms_.end()) return fail(StoreError::no_such_room);
    const std::vector<Event>& log = found->second.log;

    // The page is log[first, last); `at` is the index of the event `seq`, or where it would be.
    const std::size_t at =
        std::min(request.seq == 0 ? 0 : static_cast<std::size_t>(request.seq - 1), log.size());
    const std::size_t limit = request.limit;
    std::size_t first = 0;
    std::size_t last = 0;
    switch (request.from) {
        case PageRequest::From::newest:
            last = log.size();
            first = last - std::min(last, limit);
            break;
        case PageRequest::From::before:
            last = at;
            first = last - std::min(last, limit);
            break;
        case PageRequest::From::after:
            first = std::min(static_cast<std::size_t>(request.seq), log.size());
            last = std::min(log.size(), first + limit);
            break;
        case PageRequest::From::around:
            first = at - std::min(at, limit / 2);
            last = std::min(log.size(), at + (limit - limit / 2));
            break;
    }
    Page page;
    page.events.reserve(last - first);
    for (std::size_t index = first; index < last; ++index)
        page.events.push_back(as_it_reads(found->second, log[index]));
    page.more_before = first > 0;
    page.more_after = last < log.size();
    return page;
}

MemoryStore::Answer<Room> MemoryStore::make(Room room, const User& creator) {
    if (names_.contains(room.name_key) || rooms_.contains(room.id)) {
        return fail(StoreError::name_taken);
    }
    if (is_full(creator.id)) return fail(StoreError::too_many_rooms);
    room.head = 0;
    room.ordinal = 0;
    names_.emplace(room.name_key, room.id);
    StoredRoom& stored = rooms_[room.id];
    stored.room = std::move(room);
    if (!creator.id.value().empty()) {
        const Event event = commit(stored, {.room = stored.room.id,
                                            .kind = EventKind::member_joined,
                                            .actor = creator.id,
                                            .nickname = creator.nickname,
                                            .time = stored.room.created,
                                            .text = {},
                                            .nonce = {}});
        people_.memberships(creator.id)[stored.room.id] = {.room = stored.room.id,
                                                           .read = event.seq,
                                                           .read_ordinal = event.ordinal,
                                                           .role = chat::RoomRole::host};
    }
    return stored.room;
}

MemoryStore::Answer<Membership> MemoryStore::mark(const chat::UserId& user,
                                                  const chat::RoomId& room, chat::Seq seq) {
    const auto stored_room = rooms_.find(room);
    if (stored_room == rooms_.end()) return fail(StoreError::no_such_room);
    People::Memberships* const memberships = people_.find_memberships(user);
    if (memberships == nullptr) return fail(StoreError::not_a_member);
    const auto membership = memberships->find(room);
    if (membership == memberships->end()) return fail(StoreError::not_a_member);

    Membership& marker = membership->second;
    const chat::Seq to = std::min(seq, stored_room->second.room.head);
    if (to > marker.read) {
        marker.read = to;
        marker.read_ordinal = stored_room->second.log[to - 1].ordinal;
        const auto meant = stored_room->second.meant.find(user);
        if (meant != stored_room->second.meant.end()) {
            std::erase_if(meant->second, [to](chat::Seq each) { return each <= to; });
        }
    }
    return counted(stored_room->second, user, marker);
}

void MemoryStore::set_ignored(chat::UserId user, chat::UserId other, chat::Ignoring ignoring,
                              chat::StoreReply<std::vector<chat::Named>> reply) {
    answer(std::move(reply), people_.set_ignored(user, other, ignoring));
}

}  // namespace store
