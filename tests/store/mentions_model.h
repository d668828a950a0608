/// MentionsModel: people who talk, read, come and go by chance, and what a store must answer them, kept as simply as can
/// be.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "chat/ids.h"

namespace store {

class MentionsModel {
public:
    struct Counted {
        chat::Seq read = 0;
        std::uint32_t mentions = 0;
        chat::Seq mentions_to = 0;
    };
    struct Deed {
        enum class Kind : std::uint8_t { message, read, join, leave } kind = Kind::message;
        std::string sentence;   ///< to find it by when it failed
        std::size_t actor = 0;  ///< which of people()
        std::string room;
        std::string nonce{};
        std::vector<std::size_t> users{};  ///< whom a message names
        std::vector<std::string> keys{};
        chat::Seq seq = 0;                 ///< how far is read
        std::optional<Counted> counted{};  ///< what reading answers; absent: no member
        std::vector<std::string> meant{};  ///< what a message answers
        bool is_refused = false;           ///< of coming and going
    };

    explicit MentionsModel(std::uint64_t seed) : engine_(seed) {}

    /// Those at odd places have an account whose name's key is "key of <name>"; nobody is anywhere at first.
    [[nodiscard]] static const std::vector<std::string>& people() {
        static const std::vector<std::string> all{"ada", "bob", "cat", "dan", "eve", "fay"};
        return all;
    }
    [[nodiscard]] static const std::vector<std::string>& rooms() {
        static const std::vector<std::string> all{"attic", "garden"};
        return all;
    }

    /// Decides what happens, and remembers that it did.
    Deed next() {
        Deed deed{.sentence = "deed " + std::to_string(++deeds_),
                  .actor = below(people().size()),
                  .room = rooms()[below(rooms().size())]};
        const std::size_t chance = below(20);
        if (chance < 11) {
            say(deed);
        } else if (chance < 16) {
            read(deed);
        } else {
            come_or_go(deed, chance < 19);
        }
        return deed;
    }

    /// nullopt: no member.
    [[nodiscard]] std::optional<Counted> membership(std::size_t user, const std::string& room) {
        const Room& here = rooms_[room];
        const auto member = here.members.find(user);
        if (member == here.members.end()) return std::nullopt;
        return Counted{.read = member->second.read,
                       .mentions = static_cast<std::uint32_t>(member->second.meant.size()),
                       .mentions_to = here.head};
    }

private:
    struct Member {
        chat::Seq read = 0;
        std::set<chat::Seq> meant;
    };
    struct Room {
        chat::Seq head = 0;
        std::map<std::size_t, Member> members;
        std::set<std::pair<std::size_t, std::string>> nonces;
    };

    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }

    void say(Deed& deed) {
        constexpr std::size_t kNonces = 150;  // so few that some come again
        constexpr std::size_t kNamesMax = 5;
        deed.kind = Deed::Kind::message;
        deed.nonce = std::to_string(below(kNonces));
        std::vector<std::size_t> named;
        for (std::size_t names = below(kNamesMax); names > 0; --names)
            deed.users.push_back(below(people().size()));
        named = deed.users;
        for (std::size_t names = below(kNamesMax); names > 0; --names) {
            const std::size_t user = below(people().size());
            deed.keys.push_back("key of " + people()[user]);
            const bool has_account = user % 2 == 1;
            if (has_account) named.push_back(user);
        }

        Room& room = rooms_[deed.room];
        if (!room.nonces.emplace(deed.actor, deed.nonce).second) return;
        room.head += 1;
        const auto author = room.members.find(deed.actor);
        if (author != room.members.end()) author->second = {.read = room.head, .meant = {}};
        for (const std::size_t user : named) {
            const auto member = room.members.find(user);
            if (user == deed.actor || member == room.members.end()) continue;
            if (member->second.meant.insert(room.head).second) {
                deed.meant.push_back(people()[user]);
            }
        }
    }

    void read(Deed& deed) {
        Room& room = rooms_[deed.room];
        deed.kind = Deed::Kind::read;
        deed.seq = below(room.head + 2);
        const auto member = room.members.find(deed.actor);
        if (member != room.members.end()) {
            Member& reader = member->second;
            reader.read = std::max(reader.read, std::min(deed.seq, room.head));
            std::erase_if(reader.meant, [&](chat::Seq seq) { return seq <= reader.read; });
        }
        deed.counted = membership(deed.actor, deed.room);
    }

    void come_or_go(Deed& deed, bool is_coming) {
        Room& room = rooms_[deed.room];
        deed.kind = is_coming ? Deed::Kind::join : Deed::Kind::leave;
        deed.is_refused = room.members.contains(deed.actor) == is_coming;
        if (deed.is_refused) return;
        room.head += 1;
        room.members.erase(deed.actor);
        if (is_coming) room.members[deed.actor] = {.read = room.head, .meant = {}};
    }

    std::mt19937_64 engine_;
    std::size_t deeds_ = 0;
    std::map<std::string, Room> rooms_;
};

}  // namespace store
