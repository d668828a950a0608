#include "chat/silences.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/permits.h"
#include "chat/refusals.h"
#include "chat/restraint_words.h"
#include "chat/room.h"
#include "chat/room_records.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

std::optional<Mute> mute_in(const std::vector<MuteEntry>& mutes, const UserId& user) {
    const auto entry =
        std::ranges::find(mutes, user, [](const MuteEntry& each) { return each.person.user; });
    if (entry == mutes.end()) return std::nullopt;
    return entry->mute;
}

void Silences::learn(const Person& person, const Place& place) {
    const KnownRoom* const room = place.room;
    ports_.room_records.mutes(
        room->room.id, ports_.clock.wall(),
        ports_.lifeline.guard([this, user = person.user.id, room, since = place.since](
                                  const base::Result<std::vector<MuteEntry>, StoreError>& found) {
            on_answer(user, *room, since, found);
        }));
}

void Silences::on_answer(const UserId& user, const KnownRoom& room, Seq since,
                         const base::Result<std::vector<MuteEntry>, StoreError>& found) {
    Person* const person = people_.find(user);
    Place* const place = person == nullptr ? nullptr : person->place(room);
    if (!found || place == nullptr) return;
    // Of an earlier membership, or an event has told more meanwhile.
    if (place->since != since || place->mute_known == Place::MuteKnown::yes) return;
    place->mute = mute_in(*found, user);
    place->mute_known = Place::MuteKnown::yes;
}

base::Result<Place*, Refusal> Silences::find_place_to_write(Action action, Person& person,
                                                            const RoomId& id) {
    const auto place = find_place_to(action, rooms_, person, id);
    if (!place) return refuse(place.error());
    if (const auto why = refusal(person, **place)) return base::fail(*why);
    return *place;
}

std::optional<Refusal> Silences::refusal(const Person& person, const Place& place) {
    if (place.mute_known == Place::MuteKnown::not_yet) {
        learn(person, place);
        return refuse(ChatError::unavailable).error();
    }
    if (!holds(place.mute, ports_.clock.wall())) return std::nullopt;
    ports_.metrics.refused_muted.add();
    return Refusal{.error = ChatError::muted, .until = place.mute->until};
}

void Silences::on_released(Place& place, const Event& event) {
    place.mute_known = Place::MuteKnown::yes;
    place.mute.reset();
    if (event.kind == EventKind::muted) place.mute = mute_of(event.text);
}

}  // namespace chat
