#include "chat/appends.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "base/unicode.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/metrics.h"
#include "chat/people.h"
#include "chat/refusals.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {
namespace {

/// Octets that the longest text may have before it is looked at closer.
std::size_t bytes_max(const Limits& limits) {
    constexpr std::size_t kBytesPerCharacter = 4;
    constexpr std::size_t kAllowanceForCleaning = 4;
    return limits.text_characters_max * kBytesPerCharacter * kAllowanceForCleaning;
}

bool is_about_target(StoreError error) {
    return error == StoreError::no_such_message || error == StoreError::not_the_author ||
           error == StoreError::too_many_reactions || error == StoreError::too_many_pins;
}

}  // namespace

base::Result<std::string, ChatError> Appends::cleaned(std::string_view text) const {
    if (text.size() > bytes_max(ports_.limits)) {
        ports_.metrics.refused_text.add();
        return base::fail(ChatError::text_too_long);
    }
    std::string clean = base::unicode::clean(text);
    if (clean.empty() ||
        base::unicode::count_characters(clean) > ports_.limits.text_characters_max) {
        ports_.metrics.refused_text.add();
        return base::fail(clean.empty() ? ChatError::text_empty : ChatError::text_too_long);
    }
    return clean;
}

void Appends::append(KnownRoom& room, const Person& person, Append append, Reply<Posted> reply) {
    if (pulse_.waiting() >= ports_.limits.appends_waiting_max) {
        ports_.metrics.refused_waiting.add();
        reply(refuse(ChatError::unavailable));
        return;
    }
    append.room = room.room.id;
    if (append.actor.value().empty()) {
        append.actor = person.user.id;
        append.nickname = person.user.nickname;
    } else {
        append.by = Named{.user = person.user.id, .nickname = person.user.nickname};
    }
    append.time = ports_.clock.wall();
    const base::SteadyTime asked = ports_.clock.now();
    pulse_.on_asked(asked);
    ports_.metrics.appends_waiting.set(pulse_.waiting());
    ports_.store.append(
        std::move(append),
        ports_.lifeline.guard([this, &room, asked, reply = std::move(reply)](
                                  base::Result<Appended, StoreError> appended) mutable {
            pulse_.on_answered(asked, ports_.clock.now());
            ports_.metrics.appends_waiting.set(pulse_.waiting());
            on_appended(room, std::move(appended), std::move(reply));
        }));
}

void Appends::on_appended(KnownRoom& room, base::Result<Appended, StoreError> appended,
                          Reply<Posted> reply) {
    ChatMetrics& metrics = ports_.metrics;
    if (!appended && appended.error() == StoreError::no_change) {
        reply(Posted{.room = room.room.id, .seq = room.head(), .time = ports_.clock.wall()});
        return;
    }
    if (!appended) {
        (is_about_target(appended.error()) ? metrics.refused_target : metrics.refused_store).add();
        reply(refuse(appended.error()));
        delivery_.refused(room, appended.error());
        return;
    }
    Event& event = appended->event;
    reply(Posted{.room = event.room, .seq = event.seq, .time = event.time});
    if (appended->outcome == Appended::Outcome::repeated) {
        metrics.messages_repeated.add();
        // The first time may have been on a node that died before it told anyone.
        delivery_.head_known(room, event.seq);
        return;
    }
    if (event.kind != EventKind::message) {
        metrics.changes_committed.add();
    } else {
        metrics.messages_posted.add();
        pulse_.on_message(ports_.clock.now());
        if (Person* author = people_.find(event.actor)) {
            if (Place* place = author->place(room)) place->mark(event.seq, event.ordinal);
        }
    }
    delivery_.committed(room, std::move(event));
}

}  // namespace chat
