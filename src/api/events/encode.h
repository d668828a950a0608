/// What the server says, from the domain's words to JSON text, each once however many receive it.
///
/// Thread:     any. Pure functions.
/// Owns:       nothing.
/// Invariant:  every text returned is one JSON value as docs/protocol/events.schema.json defines it.
/// Elsewhere:  the packet around it is socketio's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/events/parse.h"
#include "chat/audience.h"
#include "chat/chat.h"
#include "chat/room_records.h"

namespace api::events {

/// The wire's word for an error: `text_too_long`.
std::string_view code_of(chat::ChatError error);
std::string_view code_of(chat::ConnectError error);

/// The name under which a logged event is emitted: `message`, `member_joined`, `edited`, `renamed`, ...
std::string_view name_of(chat::EventKind kind);

// Events. The function is named for the definition in the schema.
/// Any of the log but a membership's: Message, Edited, Deleted, Reacted, Renamed, TopicChange, Archived, Restored,
/// HostChange, MuteChange or SlowModeChange.
/// HostChange or PinChange.
std::string encode_event(const chat::Event& event);
/// As pages have it: with its type.
std::string encode_logged(const chat::Event& event);
std::string encode_member_change(const chat::Event& event, std::uint32_t present);
std::string encode_coming(const chat::RoomId& room, const chat::User& user, base::WallTime time,
                          std::uint32_t present);
std::string encode_presence(const chat::RoomId& room, std::uint32_t present);
std::string encode_typing(const chat::RoomId& room, const chat::User& user);
std::string encode_read(const chat::RoomView& room);
/// by  who did it to them; null: they themselves
std::string encode_room_change(chat::RoomChange change, const chat::RoomView& room,
                               const chat::Named* by);
std::string encode_catchup(const chat::Catchup& catchup);
std::string encode_ignored(const std::vector<chat::Named>& people);
std::string encode_profile(const chat::User& user);
std::string encode_signed_out(chat::SessionEnd why);
std::string encode_moving(base::Milliseconds delay, base::Milliseconds spread);

/// What the welcome says of the server itself.
struct ServerFacts {
    std::string name;
    std::string version;
    chat::Limits limits;
};
std::string encode_welcome(const chat::Welcome& welcome, const ServerFacts& server,
                           base::WallTime now);

// Acknowledgements.
std::string encode_ok();
std::string encode_ok(const chat::Posted& posted);
std::string encode_ok(const chat::Page& page, chat::PageRequest::From from);
std::string encode_ok(const chat::RoomView& room);
/// The answer to read: only where the marker is.
std::string encode_ok_read(const chat::RoomView& room);
std::string encode_ok(const std::vector<chat::RoomEntry>& rooms);
std::string encode_ok(const chat::Members& members);
std::string encode_ok(const chat::RosterPage& page);
std::string encode_ok(const std::vector<chat::Ban>& bans);
std::string encode_ok(const chat::MadeLink& made);
std::string encode_ok(const std::vector<chat::RoomLink>& links);
std::string encode_ok(const chat::LinkView& view);
std::string encode_ok(const chat::RoomAuditPage& page);
std::string encode_ok(const std::vector<chat::MuteEntry>& mutes);
std::string encode_ok(const chat::PinsPage& page);
std::string encode_ok(const chat::Versions& versions);
/// The answer to people and find_people.
std::string encode_ok(const std::vector<chat::User>& people);
/// The answer to ignore.
std::string encode_ok(const std::vector<chat::Named>& people);
std::string encode_ok(const chat::SearchPage& page);
std::string encode_ok(const chat::FoundTime& found);
/// Why a search was refused that is no search: a sentence.
std::string sentence_of_query(const chat::Refusal& refusal);
/// limits  are named in the sentence
std::string encode_refusal(const chat::Refusal& refusal, const chat::Limits& limits);
std::string encode_invalid(const Invalid& invalid);
std::string encode_unknown_event(std::string_view name);

/// CONNECT_ERROR: `message` beside `data`.
struct ConnectErrorText {
    std::string message;
    std::string data;  ///< JSON
};
ConnectErrorText encode_connect_refusal(const chat::ConnectRefusal& refusal,
                                        std::string_view nickname, const chat::Limits& limits);
ConnectErrorText encode_connect_invalid(const Invalid& invalid);

}  // namespace api::events
