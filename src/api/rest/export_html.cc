#include "api/rest/export_html.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "chat/event.h"
#include "chat/exports.h"
#include "chat/room.h"

namespace api::rest {
namespace {

using chat::EventKind;

constexpr std::string_view kStyle =
    ":root{color-scheme:light dark}"
    "body{font:15px/1.45 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1.5rem 1rem}"
    "header{border-bottom:1px solid light-dark(#ddd,#444);margin-bottom:1rem}"
    "h1{font-size:1.4rem;margin:0 0 .25rem}"
    "article,p.note{margin:.75rem 0}"
    "article p{margin:.1rem 0;white-space:pre-wrap;overflow-wrap:anywhere}"
    "time,.note,.gone,.mark{color:light-dark(#666,#a0a0a0)}"
    "time,.mark{font-size:.85em;margin-left:.5em}"
    ".gone{font-style:italic}"
    "blockquote{margin:.2rem 0;padding-left:.6rem;border-left:3px solid light-dark(#ccc,#555)}"
    ".marks span{margin-right:.8em}";

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

/// A time of the log can be any number that a file once said: years that no calendar has are not shown.
std::string time_element(base::WallTime time) {
    constexpr std::int64_t kLastMillisecond = 253'402'300'799'999;  // of the year 9999
    const std::int64_t milliseconds = time.time_since_epoch().count();
    if (milliseconds < 0 || milliseconds > kLastMillisecond) return {};
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const std::tm parts = fmt::gmtime(std::chrono::system_clock::to_time_t(
        std::chrono::system_clock::time_point(seconds.time_since_epoch())));
    return fmt::format("<time datetime=\"{:%Y-%m-%dT%H:%M:%SZ}\">{:%Y-%m-%d %H:%M} UTC</time>",
                       parts, parts);
}

std::string name_of(const chat::Room& room) {
    return room.kind == chat::RoomKind::direct ? "Direct conversation" : escaped(room.name);
}

std::string message_html(const chat::Event& message) {
    const chat::Standing* const standing = message.standing.get();
    const bool is_deleted = standing != nullptr && standing->fate == chat::Standing::Fate::deleted;
    const bool is_edited = standing != nullptr && standing->edited != base::WallTime{};
    std::string out = fmt::format("<article id=\"m{}\"><b>{}</b>{}{}", message.seq,
                                  escaped(message.nickname), time_element(message.time),
                                  is_edited ? "<span class=\"mark\">edited</span>" : "");
    if (is_deleted) return out + "<p class=\"gone\">Message deleted</p></article>\n";
    if (standing != nullptr && standing->quote) {
        const chat::Quote& quote = *standing->quote;
        out += fmt::format("<blockquote><a href=\"#m{}\">{}</a> {}</blockquote>", message.target,
                           escaped(quote.nickname),
                           quote.text.empty() ? "<i>Message deleted</i>" : escaped(quote.text));
    }
    out += "<p>" + escaped(message.text) + "</p>";
    if (standing != nullptr && !standing->reactions.empty()) {
        out += "<p class=\"marks\">";
        for (const chat::Reaction& reaction : standing->reactions) {
            out += "<span>" + escaped(reaction.emoji);
            std::string_view before = " ";
            for (const chat::Named& by : reaction.by) {
                out += std::string(before) + escaped(by.nickname);
                before = ", ";
            }
            out += "</span>";
        }
        out += "</p>";
    }
    return out + "</article>\n";
}

/// What happened in words, as text; empty for what needs none.
std::string words_of(const chat::Event& event) {
    switch (event.kind) {
        case EventKind::member_joined:
            return event.by ? "was added by " + event.by->nickname : "joined";
        case EventKind::member_left:
            return event.by ? "was removed by " + event.by->nickname : "left";
        case EventKind::room_renamed:
            return "named the room " + event.text;
        case EventKind::topic_changed:
            return event.text.empty() ? "took the topic away" : "set the topic: " + event.text;
        case EventKind::room_archived:
            return "archived the room";
        case EventKind::room_restored:
            return "restored the room";
        case EventKind::host_made:
            return event.by ? "was made a host by " + event.by->nickname : "became a host";
        case EventKind::host_removed:
            return event.by ? "is no host any more, by " + event.by->nickname
                            : "stepped down as a host";
        case EventKind::message_pinned:
            return "pinned a message";
        case EventKind::message_unpinned:
            return "unpinned a message";
        case EventKind::muted:
            return event.by ? "was muted by " + event.by->nickname : "was muted";
        case EventKind::unmuted:
            return event.by ? "may write again, by " + event.by->nickname : "may write again";
        case EventKind::slow_mode_set:
            return event.text.empty() ? "ended slow mode"
                                      : "set slow mode: " + event.text + " s between messages";
        case EventKind::retention_set:
            return event.text.empty() ? "set messages to be kept for ever"
                                      : "set messages to be kept for " + event.text + " days";
        case EventKind::expired:
        case EventKind::message:
        case EventKind::edited:
        case EventKind::deleted:
        case EventKind::reaction_added:
        case EventKind::reaction_removed:
            break;
    }
    return {};
}

}  // namespace

std::string html_beginning(const chat::RoomExport& room) {
    const std::string name = name_of(room.room);
    std::string out = fmt::format(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\"><title>{}</title>"
        "<style>{}</style></head>\n<body>\n<header><h1>{}</h1>",
        name, kStyle, name);
    if (!room.room.topic.empty()) out += "<p>" + escaped(room.room.topic) + "</p>";
    return out + "<p class=\"note\">Taken from Parlor" + time_element(room.time) +
           "</p></header>\n<main>\n";
}

std::string html_of(const chat::Event& event) {
    if (event.kind == EventKind::message) return message_html(event);
    const std::string words = words_of(event);
    if (words.empty()) return {};
    return fmt::format("<p class=\"note\">{} {}{}</p>\n", escaped(event.nickname), escaped(words),
                       time_element(event.time));
}

std::string html_end(std::uint64_t events) {
    return fmt::format(
        "</main>\n<footer class=\"note\">The end of the log, {} events.</footer>\n"
        "</body>\n</html>\n",
        events);
}

}  // namespace api::rest
