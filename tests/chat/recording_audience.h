/// RecordingAudience: writes down what each connection would hear, and checks what must hold for all of it.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/audience.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"

namespace chat {

class RecordingAudience final : public Audience {
public:
    void subscribe(ConnectionId connection, const RoomId& room) override {
        EXPECT_TRUE(rooms_[room].insert(connection).second) << "subscribed twice";
    }
    void unsubscribe(ConnectionId connection, const RoomId& room) override {
        EXPECT_EQ(rooms_[room].erase(connection), 1U) << "was not subscribed";
        logs_.erase({connection, room});
    }
    void event(const Event& event, std::uint32_t present) override {
        ++events;
        for (const ConnectionId connection : rooms_[event.room]) {
            take(connection, event);
            std::string line = text_of(event);
            if (is_membership(event.kind)) line += " of " + std::to_string(present);
            say(connection, std::move(line));
        }
    }
    void coming(const RoomId& room, Coming coming, const User& user, base::WallTime /*time*/,
                std::uint32_t present) override {
        for (const ConnectionId connection : rooms_[room]) {
            say(connection, user.nickname + (coming == Coming::came ? " came, " : " went, ") +
                                std::to_string(present) + " in " + room.value());
        }
    }
    void present(const RoomId& room, std::uint32_t present) override {
        for (const ConnectionId connection : rooms_[room])
            say(connection, std::to_string(present) + " present in " + room.value());
    }
    void typing(const RoomId& room, const User& user, ConnectionId except) override {
        for (const ConnectionId connection : rooms_[room]) {
            if (connection != except) say(connection, user.nickname + " types in " + room.value());
        }
    }
    void catchup(ConnectionId connection, const Catchup& catchup) override {
        EXPECT_FALSE(rooms_[catchup.room].contains(connection)) << "live before the catch-up";
        std::string line = catchup.form == Catchup::Form::reset ? "reset " : "catchup ";
        line += catchup.room.value() + " to " + std::to_string(catchup.head) + ":";
        if (catchup.form == Catchup::Form::reset) {
            logs_.erase({connection, catchup.room});
            told_.erase(connection);
        }
        for (const Event& event : catchup.events) {
            take(connection, event);
            line += " " + std::to_string(event.seq);
        }
        if (!catchup.events.empty()) {
            EXPECT_EQ(catchup.events.back().seq, catchup.head);
        }
        say(connection, std::move(line));
    }
    void read(ConnectionId connection, const RoomView& room) override {
        std::string line = "read " + room.room.id.value() + " to " + std::to_string(room.read) +
                           ", " + std::to_string(room.unread) + " unread";
        if (room.mentions > 0) line += ", meant by " + std::to_string(room.mentions);
        say(connection, std::move(line));
    }
    void room_changed(ConnectionId connection, RoomChange change, const RoomView& room,
                      const Named* by) override {
        std::string line = text_of(change);
        line += room.room.name;
        for (const User& user : room.people)
            line += (&user == &room.people.front() ? "with " : " and ") + user.nickname;
        line += ", head " + std::to_string(room.room.head);
        if (room.role == RoomRole::host) line += ", a host";
        if (room.level == NotifyLevel::nothing) line += ", quiet";
        if (room.liking == Liking::favourite) line += ", a favourite";
        if (by != nullptr) line += ", by " + by->nickname;
        say(connection, std::move(line));
    }
    void room_created(const RoomView& room) override { created.push_back(room.room.name); }
    void ignored(ConnectionId connection, const std::vector<Named>& people) override {
        std::string line = "ignores";
        for (const Named& person : people)
            line += " " + person.nickname;
        say(connection, line);
    }
    void profile(const RoomId& room, const User& user) override {
        for (const ConnectionId connection : rooms_[room])
            say(connection, text_of(user) + " in " + room.value());
    }
    void profile(ConnectionId connection, const User& user) override {
        say(connection, text_of(user));
    }
    void end(ConnectionId connection, SessionEnd why) override {
        drop(connection);
        say(connection, "ended: " + text_of(why));
    }

    /// As the connection's edge does when it closes.
    void drop(ConnectionId connection) {
        for (auto& [room, connections] : rooms_)
            connections.erase(connection);
    }

    /// What the connection heard since the last time it was asked.
    [[nodiscard]] std::vector<std::string> heard(ConnectionId connection) {
        return std::exchange(said_[connection], {});
    }
    /// Seqs that reached the connection, by catch-up and live.
    [[nodiscard]] std::vector<Seq> log(ConnectionId connection, const RoomId& room) const {
        const auto found = logs_.find({connection, room});
        return found == logs_.end() ? std::vector<Seq>() : found->second;
    }
    /// What reached the connection since the last time it was asked, by catch-up and live.
    [[nodiscard]] std::vector<Event> told(ConnectionId connection) {
        return std::exchange(told_[connection], {});
    }
    [[nodiscard]] bool is_subscribed(ConnectionId connection, const RoomId& room) {
        return rooms_[room].contains(connection);
    }

    std::vector<std::string> created;
    int events = 0;
    bool is_quiet = false;  ///< keeps no lines, only logs and events

private:
    static std::string text_of(const User& user) {
        std::string text = "profile of " + user.nickname;
        if (user.role != Role::guest) text += ", with an account";
        if (user.hue != kHueOfName) text += ", hue " + std::to_string(user.hue);
        if (!user.status.empty()) text += ", " + user.status;
        return text;
    }
    static std::string text_of(RoomChange change) {
        if (change == RoomChange::preferred) return "sees ";
        return change == RoomChange::joined ? "joined " : "left ";
    }
    static std::string text_of(SessionEnd why) {
        switch (why) {
            case SessionEnd::signed_out:
                return "signed out";
            case SessionEnd::revoked:
                return "revoked";
            case SessionEnd::password_changed:
                return "password changed";
            case SessionEnd::became_account:
                return "became an account";
            case SessionEnd::suspended:
                return "suspended";
            case SessionEnd::address_banned:
                return "address banned";
        }
        return {};
    }
    static std::string text_of(const Event& event) {
        std::string text = std::to_string(event.seq) + " " + event.nickname + deed_of(event);
        if (event.by) text += ", by " + event.by->nickname;
        if (event.mentions) text += " (means " + std::to_string(event.mentions->size()) + ")";
        return text;
    }
    static std::string deed_of(const Event& event) {
        std::string text;
        switch (event.kind) {
            case EventKind::message:
                text += ": " + event.text;
                if (event.standing && event.standing->quote) {
                    const Quote& quote = *event.standing->quote;
                    text += " (to " + quote.nickname + ": " + quote.text + ")";
                }
                return text;
            case EventKind::member_joined:
                return text + " joined " + event.room.value();
            case EventKind::member_left:
                return text + " left " + event.room.value();
            case EventKind::edited:
                return text + " edited " + std::to_string(event.target) + ": " + event.text;
            case EventKind::deleted:
                return text + " deleted " + std::to_string(event.target);
            case EventKind::reaction_added:
                return text + " marked " + std::to_string(event.target) + " " + event.text;
            case EventKind::reaction_removed:
                return text + " unmarked " + std::to_string(event.target) + " " + event.text;
            case EventKind::room_renamed:
                return text + " named it " + event.text;
            case EventKind::topic_changed:
                return text + " set the topic " + event.text;
            case EventKind::room_archived:
                return text + " archived it";
            case EventKind::room_restored:
                return text + " restored it";
            case EventKind::host_made:
                return text + " is a host";
            case EventKind::host_removed:
                return text + " is no host";
            case EventKind::message_pinned:
                return text + " pinned " + std::to_string(event.target);
            case EventKind::message_unpinned:
                return text + " unpinned " + std::to_string(event.target);
            case EventKind::muted:
                return text + " is muted" + (event.text.empty() ? "" : " until " + event.text);
            case EventKind::unmuted:
                return text + " is not muted";
            case EventKind::slow_mode_set:
                return text + " set slow mode " + event.text;
            case EventKind::retention_set:
                return text + " keeps messages for " + event.text + " days";
            case EventKind::expired:
                return text + " gone up to " + std::to_string(event.target);
        }
        return text;
    }
    void take(ConnectionId connection, const Event& event) {
        std::vector<Seq>& log = logs_[{connection, event.room}];
        if (!log.empty()) {
            EXPECT_EQ(event.seq, log.back() + 1) << "a gap or a repetition";
        }
        log.push_back(event.seq);
        if (is_quiet) told_[connection].push_back(event);
    }
    void say(ConnectionId connection, std::string line) {
        if (!is_quiet) said_[connection].push_back(std::move(line));
    }

    std::map<RoomId, std::set<ConnectionId>> rooms_;
    std::map<ConnectionId, std::vector<std::string>> said_;
    std::map<ConnectionId, std::vector<Event>> told_;
    std::map<std::pair<ConnectionId, RoomId>, std::vector<Seq>> logs_;
};

}  // namespace chat
