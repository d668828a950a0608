#include "api/rest/downloads.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/rest/rest_world.h"
#include "base/clock.h"
#include "base/result.h"
#include "chat/accounts.h"
#include "chat/event.h"
#include "chat/export_store.h"
#include "chat/exports.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "net/http/body_pieces.h"

namespace api::rest {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

template <typename T>
using Said = base::Result<T, chat::AccountRefusal>;

chat::Event message(chat::Seq seq, const std::string& text) {
    return {.room = chat::RoomId("r1"),
            .seq = seq,
            .ordinal = seq,
            .actor = chat::UserId("u1"),
            .nickname = "ada",
            .time = base::WallTime(base::Milliseconds(1'700'000'000'000)),
            .text = text,
            .nonce = chat::Nonce("n")};
}

class DownloadsTest : public RestWorld {
protected:
    /// What the answer's next piece is, asked for on the loop. Empty when it does not come at once.
    void ask() {
        piece.reset();
        is_given = false;
        loops.on(0, [this] {
            peer->response->pieces->next([this](std::optional<net::http::BodyPiece> given) {
                is_given = true;
                piece = std::move(given);
            });
        });
    }
    void open(chat::Seq head, const std::string& target = "rooms/r1/export") {
        request(Method::get, target, {}, {bearer("t")});
        opened(head);
    }
    void opened(chat::Seq head) {
        reply(exports.opened_room,
              Said<chat::RoomExport>(chat::RoomExport{
                  .room = {.id = chat::RoomId("r1"), .name = "Den", .name_key = "", .head = head},
                  .by = {.user = chat::UserId("u1"), .nickname = "ada"}}));
        ASSERT_EQ(status(), 200);
        ASSERT_TRUE(peer->response->pieces);
    }
    void give(std::vector<chat::Event> events) {
        reply(exports.paged, Said<chat::Page>(chat::Page{.events = std::move(events)}));
    }

    bool is_given = false;
    std::optional<net::http::BodyPiece> piece;
};

TEST_F(DownloadsTest, a_room_comes_as_json_lines_page_by_page) {
    request(Method::get, "rooms/r1/export", {}, {bearer("t")});
    EXPECT_EQ(exports.asked, "open_room t r1");
    EXPECT_FALSE(peer->is_answered());
    opened(3);
    EXPECT_EQ(peer->field("Content-Type"), "application/x-ndjson");
    EXPECT_EQ(peer->field("Content-Disposition"), "attachment; filename=\"parlor-r1.jsonl\"");
    EXPECT_EQ(peer->field("Cache-Control"), "no-store");
    ask();
    ASSERT_TRUE(piece.has_value());
    const auto begin = boost::json::parse(piece->octets);
    EXPECT_EQ(begin.at("type"), "export");
    EXPECT_EQ(begin.at("room").at("name"), "Den");
    EXPECT_EQ(begin.at("by").at("nickname"), "ada");

    ask();
    EXPECT_FALSE(is_given);
    EXPECT_EQ(exports.asked, "room_page t r1 0");
    give({message(1, "one"), message(2, "two")});
    ASSERT_TRUE(piece.has_value());
    EXPECT_THAT(piece->octets, StartsWith(R"({"type":"message","room":"r1","seq":1)"));
    EXPECT_EQ(piece->more, net::http::BodyPiece::More::yes);

    ask();
    EXPECT_EQ(exports.asked, "room_page t r1 2");
    give({message(3, "three"), message(4, "later than the opening")});
    ASSERT_TRUE(piece.has_value());
    EXPECT_THAT(piece->octets, HasSubstr("three"));
    EXPECT_THAT(piece->octets, testing::Not(HasSubstr("later")));
    EXPECT_THAT(piece->octets, testing::EndsWith("{\"type\":\"end\",\"events\":3}\n"));
    EXPECT_EQ(piece->more, net::http::BodyPiece::More::no);
}

TEST_F(DownloadsTest, a_room_where_nothing_happened_is_a_beginning_and_an_end) {
    open(0);
    ask();
    ask();
    give({});
    ASSERT_TRUE(piece.has_value());
    EXPECT_EQ(piece->octets, "{\"type\":\"end\",\"events\":0}\n");
}

TEST_F(DownloadsTest, a_page_to_read_is_html) {
    open(1, "rooms/r1/export?form=html");
    EXPECT_EQ(peer->field("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(peer->field("Content-Disposition"), "attachment; filename=\"parlor-r1.html\"");
    EXPECT_THAT(std::string(peer->field("Content-Security-Policy")), HasSubstr("sandbox"));
    ask();
    EXPECT_THAT(piece->octets, HasSubstr("<h1>Den</h1>"));
    ask();
    give({message(1, "<script>alert(1)</script>")});
    EXPECT_THAT(piece->octets, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
    EXPECT_THAT(piece->octets, HasSubstr("</html>"));
}

TEST_F(DownloadsTest, a_form_that_is_none_is_refused) {
    request(Method::get, "rooms/r1/export?form=pdf", {}, {bearer("t")});
    EXPECT_EQ(status(), 400);
    EXPECT_EQ(code(), "invalid_payload");
    EXPECT_EQ(exports.asked, "");
}

TEST_F(DownloadsTest, a_refusal_is_an_answer_like_any) {
    request(Method::get, "rooms/r1/export", {}, {bearer("t")});
    reply(exports.opened_room, Said<chat::RoomExport>(refused(chat::AccountError::not_found)));
    EXPECT_EQ(status(), 404);
    EXPECT_EQ(code(), "not_found");
    EXPECT_FALSE(peer->response->pieces);
}

TEST_F(DownloadsTest, a_file_that_cannot_go_on_is_cut_off) {
    open(3);
    ask();
    ask();
    reply(exports.paged, Said<chat::Page>(refused(chat::AccountError::forbidden)));
    EXPECT_TRUE(is_given);
    EXPECT_EQ(piece, std::nullopt);
}

TEST_F(DownloadsTest, so_many_of_them_are_under_way) {
    std::vector<std::optional<net::http::Response>> open_files;
    for (int i = 0; i < 2; ++i) {
        open(3);
        open_files.emplace_back(std::exchange(peer->response, std::nullopt));
        peer.emplace(*loops.wires[0]);
    }
    request(Method::get, "rooms/r1/export", {}, {bearer("t")});
    EXPECT_EQ(status(), 503);
    open_files.pop_back();
    peer.emplace(*loops.wires[0]);
    open(3);
}

TEST_F(DownloadsTest, fewer_of_one_address) {
    rest.reset();
    peer.emplace(*loops.wires[0]);
    rest.emplace(loops.at(0), loops.at(1), accounts, administration, exports, imports, clock,
                 Options{.downloads_max = 100}, loops.metrics);
    std::vector<std::optional<net::http::Response>> open_files;
    for (std::uint32_t i = 0; i < Downloads::kOfAddressMax; ++i) {
        open(3);
        open_files.emplace_back(std::exchange(peer->response, std::nullopt));
        peer.emplace(*loops.wires[0]);
    }
    request(Method::get, "me/export", {}, {bearer("another")});
    EXPECT_EQ(status(), 503);
    open_files.clear();
    peer.emplace(*loops.wires[0]);
    open(3);
}

TEST_F(DownloadsTest, one_that_is_over_asks_for_nothing_and_hears_nothing) {
    open(3);
    ask();
    ask();
    loops.on(0, [this] { peer->response.reset(); });
    give({message(1, "one")});
    EXPECT_FALSE(is_given);
}

TEST_F(DownloadsTest, own_data_come_with_what_one_said) {
    request(Method::get, "me/export", {}, {bearer("t")});
    EXPECT_EQ(exports.asked, "open_own t");
    chat::OwnData data{.me = ada, .sessions = {}, .rooms = {}, .ignored = {}};
    data.sessions.push_back({.id = chat::SessionId("s1"), .user = ada.id, .agent = "a browser"});
    data.rooms.push_back({.room = {.id = chat::RoomId("r1"), .name = "Den", .name_key = ""}});
    data.ignored.push_back({.user = chat::UserId("u2"), .nickname = "bob"});
    reply(exports.opened_own, Said<chat::OwnData>(std::move(data)));
    EXPECT_EQ(status(), 200);
    ask();
    const auto begin = boost::json::parse(piece->octets);
    EXPECT_EQ(begin.at("me").at("nickname"), "ada");
    EXPECT_EQ(begin.at("sessions").at(0).at("agent"), "a browser");
    EXPECT_EQ(begin.at("rooms").at(0).at("name"), "Den");
    EXPECT_EQ(begin.at("ignored").at(0).at("nickname"), "bob");
    ask();
    EXPECT_EQ(exports.asked, "own_page t  0");
    chat::SaidPage page;
    page.messages.push_back(message(1, "one"));
    page.next = chat::SaidPlace{.room = chat::RoomId("r1"), .seq = 1};
    reply(exports.said, Said<chat::SaidPage>(std::move(page)));
    EXPECT_THAT(piece->octets, HasSubstr("\"text\":\"one\""));
    ask();
    EXPECT_EQ(exports.asked, "own_page t r1 1");
    reply(exports.said, Said<chat::SaidPage>(chat::SaidPage()));
    EXPECT_EQ(piece->octets, "{\"type\":\"end\",\"messages\":1}\n");
    EXPECT_EQ(piece->more, net::http::BodyPiece::More::no);
}

}  // namespace
}  // namespace api::rest
