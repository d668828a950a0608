/// UnknownRooms: rooms that other nodes made and that were not heard of here. They are learnt from the store.
///
/// Thread:     domain.
/// Owns:       what waits until they are known, kWaitingMax at most.
/// Invariant:  one question to the store at a time; what waits goes on after an answer to a question that was asked after
///             it came, whatever the answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.h"
#include "chat/ports.h"
#include "chat/room.h"
#include "chat/store.h"

namespace chat {

class UnknownRooms {
public:
    static constexpr std::size_t kWaitingMax = 10'000;

    using Then = std::move_only_function<void()>;
    /// found  takes every room that the store has, known or not
    UnknownRooms(Ports& ports, std::move_only_function<void(const Room&)> found)
        : ports_(ports), found_(std::move(found)) {}

    /// Over kWaitingMax `then` never runs.
    enum class Taken : std::uint8_t { waits, refused };
    /// `then` runs when what the store has by now is known, or cannot be; never inside the call.
    [[nodiscard]] Taken learn(Then& then);
    /// The same for its own sake: other nodes may have gone on unheard. However often, it is one question.
    void learn();

private:
    void ask();
    void on_answer(const base::Result<std::vector<Room>, StoreError>& rooms);

    Ports& ports_;
    std::move_only_function<void(const Room&)> found_;
    enum class Question : std::uint8_t { none, under_way } question_ = Question::none;
    bool is_wanted_again_ = false;
    std::vector<Then> asked_;
    std::vector<Then> next_;
};

}  // namespace chat
