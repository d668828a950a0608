#include "net/http/body_pieces.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "net/http/exchange.h"
#include "net/http/message.h"
#include "net/http/served.h"

namespace {

using net::http::BodyPiece;
using net::http::BodyPieces;
using net::http::Exchange;
using net::http::Request;
using net::http::Response;
using support::Served;
using support::TestPeer;

/// What a test sees of pieces that belong to a connection.
struct Seen {
    int asked = 0;
    bool is_gone = false;
    BodyPieces::Give waiting;  ///< while the test gives by hand
};

/// Gives `count` pieces of these octets, or lets the test give.
class TestPieces final : public BodyPieces {
public:
    TestPieces(Seen& seen, int count, std::string octets)
        : seen_(seen), count_(count), octets_(std::move(octets)) {}
    ~TestPieces() override { seen_.is_gone = true; }

    void next(Give give) override {
        ++seen_.asked;
        if (count_ == 0) {
            seen_.waiting = std::move(give);
            return;
        }
        give(BodyPiece{.octets = octets_,
                       .more = seen_.asked == count_ ? BodyPiece::More::no : BodyPiece::More::yes});
    }

private:
    Seen& seen_;
    int count_;
    std::string octets_;
};

Response pieces_response(Seen& seen, int count = 0, std::string octets = {}) {
    Response response;
    response.pieces = std::make_unique<TestPieces>(seen, count, std::move(octets));
    return response;
}

std::string get(std::string_view target) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

/// Answers /pieces with them, all else as ever.
void answer_pieces(Served& served, Seen& seen, int count = 0, const std::string& octets = {}) {
    served.handler.answer = [&seen, count, octets](const Request& request, Exchange exchange) {
        if (request.path() == "/pieces") {
            exchange.respond(pieces_response(seen, count, octets));
        } else {
            exchange.respond(support::text_response(request.target + "|"));
        }
    };
}

void give(Seen& seen, std::string octets, BodyPiece::More more) {
    std::exchange(seen.waiting, {})(BodyPiece{.octets = std::move(octets), .more = more});
}

TEST(BodyPieces, go_out_chunked_and_the_connection_goes_on) {
    Served served;
    Seen seen;
    answer_pieces(served, seen, 3, "seventeen octets!");
    TestPeer peer = served.connect();
    peer.send(get("/pieces") + get("/next"));
    const std::string& answer = peer.receive_until("/next|");
    EXPECT_NE(answer.find("Transfer-Encoding: chunked\r\n"), std::string::npos) << answer;
    const std::string chunk = "11\r\nseventeen octets!\r\n";
    EXPECT_NE(answer.find("\r\n\r\n" + chunk + chunk + chunk + "0\r\n\r\nHTTP/1.1 200"),
              std::string::npos)
        << answer;
    const std::string head = answer.substr(0, answer.find("\r\n\r\n"));
    EXPECT_EQ(head.find("Content-Length"), std::string::npos);
    EXPECT_TRUE(seen.is_gone);
    EXPECT_EQ(seen.asked, 3);
}

TEST(BodyPieces, may_come_later_and_be_empty) {
    Served served;
    Seen seen;
    answer_pieces(served, seen);
    TestPeer peer = served.connect();
    peer.send(get("/pieces"));
    peer.run_idle();
    ASSERT_EQ(seen.asked, 1);
    served.pass(std::chrono::minutes(10));  // it has no time limit of its own
    give(seen, "", BodyPiece::More::yes);
    peer.run_idle();
    ASSERT_EQ(seen.asked, 2);
    give(seen, "late", BodyPiece::More::yes);
    peer.receive_until("4\r\nlate\r\n");
    peer.run_idle();
    give(seen, "", BodyPiece::More::no);
    peer.receive_until("4\r\nlate\r\n0\r\n\r\n");
}

TEST(BodyPieces, are_asked_for_as_fast_as_the_peer_takes_them) {
    Served served;
    Seen seen;
    constexpr int kCount = 300;
    const std::string octets(std::size_t{64} * 1024, 'x');
    answer_pieces(served, seen, kCount, octets);
    TestPeer peer = served.connect(/*receive_buffer_bytes=*/4096);
    peer.send(get("/pieces"));
    while (served.loop.run_ready()) {
    }
    EXPECT_LT(seen.asked, kCount / 2);  // the kernel's buffers hold a few MB of the 19
    const std::string& answer = peer.receive_until("\r\n0\r\n\r\n");
    EXPECT_EQ(seen.asked, kCount);
    EXPECT_GT(answer.size(), octets.size() * kCount);
}

TEST(BodyPieces, that_cannot_go_on_leave_the_body_without_its_end) {
    Served served;
    Seen seen;
    answer_pieces(served, seen);
    TestPeer peer = served.connect();
    peer.send(get("/pieces"));
    peer.run_idle();
    give(seen, "half", BodyPiece::More::yes);
    peer.receive_until("half\r\n");
    peer.run_idle();
    std::exchange(seen.waiting, {})(std::nullopt);
    const std::string& answer = peer.receive_all();
    EXPECT_TRUE(answer.ends_with("half\r\n")) << answer;
    peer.run_idle();
    EXPECT_TRUE(seen.is_gone);
}

TEST(BodyPieces, end_with_a_peer_that_is_gone) {
    Served served;
    Seen seen;
    answer_pieces(served, seen);
    {
        TestPeer peer = served.connect();
        peer.send(get("/pieces"));
        peer.run_idle();
        ASSERT_EQ(seen.asked, 1);
        peer.reset();
    }
    support::run_until(served.loop, [&] { return seen.is_gone; });
}

TEST(BodyPieces, a_peer_that_has_said_all_still_gets_all) {
    Served served;
    Seen seen;
    answer_pieces(served, seen);
    TestPeer peer = served.connect();
    peer.send(get("/pieces"));
    peer.run_idle();
    peer.finish_sending();
    peer.run_idle();
    give(seen, "all", BodyPiece::More::no);
    EXPECT_TRUE(peer.receive_all().ends_with("3\r\nall\r\n0\r\n\r\n"));
}

TEST(BodyPieces, end_with_the_connection_for_a_client_of_1_0) {
    Served served;
    Seen seen;
    answer_pieces(served, seen, 2, "plain");
    TestPeer peer = served.connect();
    peer.send("GET /pieces HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const std::string& answer = peer.receive_all();
    EXPECT_EQ(answer.find("chunked"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\nplainplain")) << answer;
}

TEST(BodyPieces, nobody_asks_for_them_for_a_head) {
    Served served;
    Seen seen;
    answer_pieces(served, seen, 2, "plain");
    TestPeer peer = served.connect();
    peer.send("HEAD /pieces HTTP/1.1\r\nHost: a\r\n\r\n" + get("/next"));
    const std::string& answer = peer.receive_until("/next|");
    EXPECT_EQ(answer.find("plain"), std::string::npos);
    EXPECT_EQ(seen.asked, 0);
}

TEST(BodyPieces, a_server_that_stops_says_all_of_them_first) {
    Served served;
    Seen seen;
    answer_pieces(served, seen);
    TestPeer peer = served.connect();
    peer.send(get("/pieces"));
    peer.run_idle();
    served.server.stop_accepting();
    served.loop.run_ready();
    give(seen, "last words", BodyPiece::More::no);
    EXPECT_TRUE(peer.receive_all().ends_with("a\r\nlast words\r\n0\r\n\r\n"));
}

}  // namespace
