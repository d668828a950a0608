#include "store/transfer/tables.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace store::transfer {
namespace {

constexpr Column kRooms[] = {{"number", 'i'},         {"id", 't'},
                             {"name", 't'},           {"name_key", 't'},
                             {"kind", 'i'},           {"created_ms", 'i'},
                             {"head", 'i'},           {"ordinal", 'i'},
                             {"topic", 't'},          {"use", 'i'},
                             {"slow_mode_s", 'i'},    {"retention_days", 'i'},
                             {"retention_by", 'i'},   {"retention_by_name", 't'},
                             {"erased", 'i'},         {"expired", 'i'},
                             {"expired_ordinal", 'i'}};

constexpr Column kUsers[] = {{"number", 'i'}, {"id", 't'},         {"nickname", 't'},
                             {"role", 'i'},   {"created_ms", 'i'}, {"has_events", 'i'},
                             {"status", 't'}, {"hue", 'i'}};

constexpr Column kEvents[] = {{"place", 'i'},    {"kind", 'i'},     {"actor", 'i'},
                              {"nickname", 't'}, {"time_ms", 'i'},  {"ordinal", 'i'},
                              {"text", 't'},     {"nonce", 't'},    {"target", 'i'},
                              {"doer", 'i'},     {"doer_name", 't'}};

constexpr Column kNonces[] = {{"room", 'i'}, {"actor", 'i'}, {"nonce", 't'}, {"seq", 'i'}};

constexpr Column kStandings[] = {{"place", 'i'}, {"version", 'i'}, {"edit", 'i'}, {"fate", 'i'}};

constexpr Column kEdits[] = {{"message", 'i'}, {"edit", 'i'}};

constexpr Column kReactions[] = {
    {"message", 'i'}, {"since", 'i'}, {"reacted", 'i'}, {"emoji", 't'}, {"actor", 'i'}};

constexpr Column kMemberships[] = {{"person", 'i'},       {"room", 'i'},  {"read", 'i'},
                                   {"read_ordinal", 'i'}, {"role", 'i'},  {"mentions", 'i'},
                                   {"level", 'i'},        {"liking", 'i'}};

constexpr Column kMentions[] = {{"person", 'i'}, {"room", 'i'}, {"seq", 'i'}};

constexpr Column kAccounts[] = {
    {"person", 'i'}, {"name_key", 't'}, {"password_hash", 't'}, {"created_ms", 'i'}};

constexpr Column kSessions[] = {{"token", 'b'},       {"id", 't'},      {"person", 'i'},
                                {"created_ms", 'i'},  {"used_ms", 'i'}, {"expires_ms", 'i'},
                                {"lifetime_ms", 'i'}, {"agent", 't'},   {"address", 't'}};

constexpr Column kInvites[] = {{"code", 'b'},         {"id", 't'},         {"creator", 'i'},
                               {"creator_name", 't'}, {"created_ms", 'i'}, {"expires_ms", 'i'},
                               {"uses_max", 'i'},     {"uses", 'i'}};

constexpr Column kBans[] = {{"room", 'i'},       {"person", 'i'},   {"number", 'i'},
                            {"nickname", 't'},   {"doer", 'i'},     {"doer_name", 't'},
                            {"created_ms", 'i'}, {"until_ms", 'i'}, {"reason", 't'}};

constexpr Column kMutes[] = {{"room", 'i'},       {"person", 'i'},  {"muted", 'i'},
                             {"nickname", 't'},   {"doer", 'i'},    {"doer_name", 't'},
                             {"created_ms", 'i'}, {"until_ms", 'i'}};

constexpr Column kPins[] = {{"room", 'i'}, {"message", 'i'}, {"pinned", 'i'}};

constexpr Column kIgnored[] = {{"person", 'i'}, {"other", 'i'}, {"number", 'i'}};

constexpr Column kRoomLinks[] = {{"token", 'b'},      {"id", 't'},           {"room", 'i'},
                                 {"creator", 'i'},    {"creator_name", 't'}, {"created_ms", 'i'},
                                 {"expires_ms", 'i'}, {"uses_max", 'i'},     {"uses", 'i'}};

constexpr Column kRoomAudit[] = {
    {"room", 'i'}, {"number", 'i'}, {"time_ms", 'i'},  {"doer", 'i'},   {"doer_name", 't'},
    {"deed", 'i'}, {"person", 'i'}, {"nickname", 't'}, {"detail", 't'}, {"until_ms", 'i'}};

constexpr Column kSuspensions[] = {{"person", 'i'},     {"doer", 'i'},     {"doer_name", 't'},
                                   {"created_ms", 'i'}, {"until_ms", 'i'}, {"reason", 't'}};

constexpr Column kSettings[] = {{"name", 't'}, {"value", 't'}};

constexpr Column kAudit[] = {{"number", 'i'},    {"time_ms", 'i'}, {"doer", 'i'},
                             {"doer_name", 't'}, {"action", 'i'},  {"person", 'i'},
                             {"nickname", 't'},  {"detail", 't'},  {"until_ms", 'i'}};

constexpr Column kAddressBans[] = {{"number", 'i'},   {"id", 't'},        {"network", 't'},
                                   {"doer", 'i'},     {"doer_name", 't'}, {"created_ms", 'i'},
                                   {"until_ms", 'i'}, {"reason", 't'}};

constexpr Table kTables[] = {
    {.name = "rooms", .columns = kRooms, .numbering = Table::Numbering::by_database},
    {.name = "users", .columns = kUsers, .numbering = Table::Numbering::by_database},
    {.name = "events", .columns = kEvents},
    {.name = "nonces", .columns = kNonces, .key_columns = 3},
    {.name = "standings", .columns = kStandings},
    {.name = "edits", .columns = kEdits, .key_columns = 2},
    {.name = "reactions", .columns = kReactions, .key_columns = 3},
    {.name = "memberships", .columns = kMemberships, .key_columns = 2},
    {.name = "mentions", .columns = kMentions, .key_columns = 3},
    {.name = "accounts", .columns = kAccounts},
    {.name = "sessions", .columns = kSessions},
    {.name = "invites", .columns = kInvites},
    {.name = "bans", .columns = kBans, .key_columns = 2},
    {.name = "mutes", .columns = kMutes, .key_columns = 2},
    {.name = "pins", .columns = kPins, .key_columns = 2},
    {.name = "ignored", .columns = kIgnored, .key_columns = 2},
    {.name = "room_links", .columns = kRoomLinks},
    {.name = "room_audit", .columns = kRoomAudit, .key_columns = 2},
    {.name = "suspensions", .columns = kSuspensions},
    {.name = "settings", .columns = kSettings},
    {.name = "audit", .columns = kAudit},
    {.name = "address_bans", .columns = kAddressBans, .numbering = Table::Numbering::by_database},
};

constexpr std::string_view kLeftBehind[] = {
    "probe",  // says nothing
    // PostgreSQL's: which schema it has, and the search index.
    "parlor_schema", "search_messages", "search_names", "search_marks", "search_state"};

}  // namespace

std::span<const Table> tables() {
    return kTables;
}

std::span<const std::string_view> tables_left_behind() {
    return kLeftBehind;
}

std::string names_of(std::span<const Column> columns) {
    std::string names;
    for (const Column& column : columns) {
        if (!names.empty()) names += ", ";
        names += column.name;
    }
    return names;
}

std::string parameters_of(std::span<const Column> columns) {
    std::string parameters;
    for (std::size_t index = 1; index <= columns.size(); ++index) {
        if (!parameters.empty()) parameters += ", ";
        parameters += "?" + std::to_string(index);
    }
    return parameters;
}

}  // namespace store::transfer
