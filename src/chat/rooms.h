/// Rooms: every room there is, and of those with members present here what they need to be alive.
///
/// Thread:     domain.
/// Owns:       KnownRoom for ever (rooms are not deleted), LiveRoom while someone of it is present.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/chat.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/recent_events.h"
#include "chat/room.h"
#include "chat/room_feed.h"
#include "chat/room_people.h"
#include "chat/room_presence.h"

namespace chat {

struct LiveRoom {
    LiveRoom(std::uint64_t number_of_life, const Room& room, const FeedOptions& options,
             RecentBudget& budget, std::uint32_t notices_present_max)
        : life(number_of_life),
          feed(room.head, room.ordinal, options, budget),
          presence(notices_present_max) {}

    std::uint64_t
        life;  ///< never the same twice: tells an answer to an earlier life from one to this
    RoomFeed feed;
    RoomPresence presence;
    std::optional<base::SteadyTime> gap_deadline;  ///< as Delivery has it in its timers
    std::uint32_t catchups = 0;                    ///< under way in Catchups
};

struct KnownRoom {
    Room room;                       ///< head and ordinal are good only while the room is not live
    std::unique_ptr<LiveRoom> live;  ///< while somebody of it is present here
    RoomPeople people;

    [[nodiscard]] Seq head() const { return live ? live->feed.released() : room.head; }
    [[nodiscard]] Ordinal ordinal() const { return live ? live->feed.ordinal() : room.ordinal; }
    [[nodiscard]] std::uint32_t present() const {
        return static_cast<std::uint32_t>(people.count());
    }
    /// The room as it is now.
    [[nodiscard]] Room snapshot() const;
};

class Rooms {
public:
    explicit Rooms(const Limits& limits);

    /// The room, new or known. References stay good for ever.
    KnownRoom& add(Room room);
    [[nodiscard]] KnownRoom* find(const RoomId& id);
    /// Of which `direct()` are direct ones.
    [[nodiscard]] std::size_t size() const { return rooms_.size(); }
    [[nodiscard]] std::size_t direct() const { return direct_; }

    /// What an event of the room's log says of the room itself. It is of now or later than what is known.
    void apply(KnownRoom& room, const Event& event);
    /// What another node knows of a known room, unless more is known here.
    void take_over(KnownRoom& room, const Room& from);

    /// Makes it live, when it is not.
    LiveRoom& wake(KnownRoom& room);
    /// It keeps nothing but its head.
    void lay_down(KnownRoom& room);

    /// Visits the open rooms by name until it is told to stop.
    /// after  an open room; null: from the beginning
    enum class Visit : std::uint8_t { go_on, stop };
    template <typename See>
    void visit_open_by_name(See see, KnownRoom* after = nullptr) const {
        auto each = after == nullptr ? open_by_name_.begin()
                                     : open_by_name_.upper_bound({after->room.name, after});
        for (; each != open_by_name_.end(); ++each) {
            if (see(*each->second) == Visit::stop) return;
        }
    }

    template <typename See>
    void for_each(See see) {
        for (auto& [id, room] : rooms_)
            see(room);
    }
    template <typename See>
    void for_each_live(See see) const {
        for (KnownRoom* room : live_)
            see(*room);
    }
    [[nodiscard]] std::size_t live() const { return live_.size(); }
    [[nodiscard]] std::uint64_t recent_bytes() const { return budget_.bytes; }

private:
    void rename(KnownRoom& room, std::string name, std::string name_key);

    FeedOptions feed_options_;
    std::uint32_t notices_present_max_;
    RecentBudget budget_;
    std::uint64_t lives_ = 0;
    std::unordered_map<RoomId, KnownRoom> rooms_;
    std::set<std::pair<std::string, KnownRoom*>> open_by_name_;
    std::size_t direct_ = 0;
    std::unordered_set<KnownRoom*> live_;
};

}  // namespace chat
