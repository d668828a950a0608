/// Any JSON as the payload of any client event: parsed or refused with a sentence, never worse; and what is accepted
/// as a message is written back as the same text.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "api/events/encode.h"
#include "api/events/parse.h"
#include "base/check.h"
#include "base/clock.h"

namespace {

template <typename T>
void check_refusal(const api::events::Parsed<T>& parsed) {
    if (parsed) return;
    const auto answer = boost::json::parse(api::events::encode_invalid(parsed.error()));
    CHECK(answer.at("error").at("code") == "invalid_payload");
    CHECK(!answer.at("error").at("message").as_string().empty());
}

/// The events about rooms and who is in them.
void check_rooms(const boost::json::array& args) {
    check_refusal(api::events::parse_create(args));
    check_refusal(api::events::parse_prefer(args));
    check_refusal(api::events::parse_ignore(args));
    check_refusal(api::events::parse_rooms(args));
    check_refusal(api::events::parse_find_people(args));
    check_refusal(api::events::parse_on_member(args));
    check_refusal(api::events::parse_host(args));
    check_refusal(api::events::parse_join(args));
    check_refusal(api::events::parse_invite_link(args));
    check_refusal(api::events::parse_revoke_invite_link(args));
    check_refusal(api::events::parse_look_at_invite(args));
    check_refusal(api::events::parse_room_audit(args));
    const auto direct = api::events::parse_direct(args);
    check_refusal(direct);
    if (direct) {
        CHECK(!direct->empty());
        CHECK(direct->size() <= api::events::kDirectAskedMax);
    }
    const auto roster = api::events::parse_roster(args, 200);
    check_refusal(roster);
    if (roster) {
        CHECK(roster->limit >= 1);
        CHECK(roster->limit <= 200);
    }
    const base::WallTime now(std::chrono::milliseconds(1'700'000'000'000));
    const auto ban = api::events::parse_ban(args, now);
    check_refusal(ban);
    if (ban && ban->until) {
        CHECK(*ban->until > now);
    }
    const auto name = api::events::parse_rename(args);
    check_refusal(name);
    if (name) {
        chat::Event event;
        event.kind = chat::EventKind::room_renamed;
        event.room = name->room;
        event.text = name->text;
        const auto written = boost::json::parse(api::events::encode_event(event));
        CHECK(written.at("name").as_string() == name->text);
    }
    const auto topic = api::events::parse_topic(args);
    check_refusal(topic);
    if (topic && !topic->text.empty()) {
        chat::Event event;
        event.kind = chat::EventKind::topic_changed;
        event.room = topic->room;
        event.text = topic->text;
        const auto written = boost::json::parse(api::events::encode_event(event));
        CHECK(written.at("topic").as_string() == topic->text);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const boost::json::string_view text(reinterpret_cast<const char*>(data), size);
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(text, error);
    if (error) return 0;
    const boost::json::array args{value};

    const auto draft = api::events::parse_message(args);
    check_refusal(draft);
    if (draft) {
        chat::Event event;
        event.room = draft->room;
        event.text = draft->text;
        event.nonce = draft->nonce;
        event.target = draft->reply_to;
        const auto written = boost::json::parse(api::events::encode_event(event));
        CHECK(written.at("text").as_string() == draft->text);
        CHECK(written.at("nonce").as_string() == draft->nonce.value());
    }
    const auto edit = api::events::parse_edit(args);
    check_refusal(edit);
    if (edit) {
        CHECK(edit->target >= 1);
    }
    check_refusal(api::events::parse_delete(args));
    const auto pin = api::events::parse_pin(args, chat::PinWish::Set::on);
    check_refusal(pin);
    if (pin) {
        CHECK(pin->target >= 1);
    }
    check_refusal(api::events::parse_versions(args));
    const auto react = api::events::parse_react(args);
    check_refusal(react);
    if (react) {
        chat::Event event;
        event.kind = chat::EventKind::reaction_added;
        event.target = react->target;
        event.text = react->emoji;
        const auto written = boost::json::parse(api::events::encode_event(event));
        CHECK(written.at("emoji").as_string() == react->emoji);
    }
    const auto page = api::events::parse_history(args, 200);
    check_refusal(page);
    if (page) {
        CHECK(page->limit >= 1);
        CHECK(page->limit <= 200);
    }
    const auto search = api::events::parse_search(args, 50);
    check_refusal(search);
    if (search) {
        CHECK(search->limit >= 1);
        CHECK(search->limit <= 50);
        CHECK(search->query.size() <= 1024);
    }
    check_refusal(api::events::parse_date(args));
    check_refusal(api::events::parse_read(args));
    check_refusal(api::events::parse_room(args));
    check_rooms(args);
    if (value.is_object()) {
        const auto request = api::events::parse_auth(value.get_object());
        check_refusal(request);
        if (request) {
            CHECK(request->cursors.size() <= 1000);
        }
    }
    return 0;
}
