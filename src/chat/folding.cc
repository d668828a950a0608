#include "chat/folding.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "chat/event.h"

namespace chat {
namespace {

void add(Standing& standing, const Event& change) {
    auto reaction = std::ranges::find(standing.reactions, change.text, &Reaction::emoji);
    if (reaction == standing.reactions.end()) {
        standing.reactions.push_back({.emoji = change.text, .by = {}});
        reaction = standing.reactions.end() - 1;
    }
    if (std::ranges::find(reaction->by, change.actor, &Named::user) != reaction->by.end()) return;
    reaction->by.push_back({.user = change.actor, .nickname = change.nickname});
}

void remove(Standing& standing, const Event& change) {
    const auto reaction = std::ranges::find(standing.reactions, change.text, &Reaction::emoji);
    if (reaction == standing.reactions.end()) return;
    std::erase_if(reaction->by, [&](const Named& by) { return by.user == change.actor; });
    if (reaction->by.empty()) standing.reactions.erase(reaction);
}

/// `standing` is the message's.
void erase(Event& message, Standing& standing) {
    message.text.clear();
    standing.fate = Standing::Fate::deleted;
    standing.edited = {};  // who missed the edit cannot know of it any more
    standing.reactions.clear();
    standing.quote.reset();
}

}  // namespace

bool operator==(const Event& a, const Event& b) {
    const bool is_same_standing = a.standing == nullptr || b.standing == nullptr
                                      ? a.standing == b.standing
                                      : *a.standing == *b.standing;
    const bool is_same_doer = a.by == nullptr || b.by == nullptr ? a.by == b.by : *a.by == *b.by;
    return is_same_standing && is_same_doer && a.room == b.room && a.seq == b.seq &&
           a.ordinal == b.ordinal && a.kind == b.kind && a.actor == b.actor &&
           a.nickname == b.nickname && a.time == b.time && a.text == b.text && a.nonce == b.nonce &&
           a.target == b.target;
}

void fold(Event& message, const Event& change) {
    DCHECK(message.kind == EventKind::message && is_change(change.kind));
    DCHECK(message.room == change.room && message.seq == change.target);
    Standing standing = message.standing ? *message.standing : Standing{};
    if (change.seq <= standing.version) return;
    if (change.kind == EventKind::edited && change.text.empty()) return;
    standing.version = change.seq;
    const bool is_deleted = standing.fate == Standing::Fate::deleted;
    switch (is_deleted ? EventKind::deleted : change.kind) {
        case EventKind::edited:
            message.text = change.text;
            standing.edited = change.time;
            break;
        case EventKind::deleted:
            erase(message, standing);
            break;
        case EventKind::reaction_added:
            add(standing, change);
            break;
        case EventKind::reaction_removed:
            remove(standing, change);
            break;
        default:
            break;
    }
    message.standing = std::make_shared<const Standing>(std::move(standing));
}

void erase(Event& message) {
    DCHECK(message.kind == EventKind::message);
    Standing standing = message.standing ? *message.standing : Standing{};
    standing.version = std::max(standing.version, message.seq);
    erase(message, standing);
    message.standing = std::make_shared<const Standing>(std::move(standing));
}

void forget_words(Event& edited) {
    edited.text.clear();
}

Quote quote_of(const Event& message) {
    return {.user = message.actor,
            .nickname = message.nickname,
            .text = beginning_of(message.text, kQuoteCharactersMax)};
}

std::string beginning_of(std::string_view text, std::size_t characters_max) {
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        // Every octet but a continuation begins a character.
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && ++characters > characters_max) return std::string(text.substr(0, at));
    }
    return std::string(text);
}

}  // namespace chat
