/// Silences: who of those present is muted in which of their rooms.
///
/// Thread:     domain.
/// Owns:       nothing; what it knows stands in the Places.
/// Invariant:  nobody writes in a room before it is known whether they are muted there. Whoever arrives brings it with
///             their memberships; of somebody who becomes a member while present the store is asked, as a mute outlives
///             leaving: before, and once more after, as somebody may have muted them just then. From then on released
///             events say it. The clock ends a mute, no event does.
/// Elsewhere:  who mutes whom is mutes.h.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/ports.h"
#include "chat/room_records.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {

/// Of that user, as the store has it. nullopt: none.
[[nodiscard]] std::optional<Mute> mute_in(const std::vector<MuteEntry>& mutes, const UserId& user);

class Silences {
public:
    Silences(Ports& ports, Rooms& rooms, People& people)
        : ports_(ports), rooms_(rooms), people_(people) {}

    /// Asks the store about somebody who just became a member. What an event says meanwhile is newer.
    void learn(const Person& person, const Place& place);

    /// Where the person may write what `action` is.
    /// errors  as find_place_to(), muted, unavailable (it is not known yet)
    [[nodiscard]] base::Result<Place*, Refusal> find_place_to_write(Action action, Person& person,
                                                                    const RoomId& id);
    /// Why they may not write there now. nullopt: they are not muted.
    [[nodiscard]] std::optional<Refusal> refusal(const Person& person, const Place& place);

    /// A mute of theirs was released.
    static void on_released(Place& place, const Event& event);

private:
    void on_answer(const UserId& user, const KnownRoom& room, Seq since,
                   const base::Result<std::vector<MuteEntry>, StoreError>& found);

    Ports& ports_;
    Rooms& rooms_;
    People& people_;
};

}  // namespace chat
