// What a store over PostgreSQL says when the server, or the way to it, breaks in the middle.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/store.h"
#include "store/postgres/options.h"
#include "store/postgres/settings.h"
#include "store/postgres_fixture.h"
#include "store/postgres_node.h"
#include "support/cutting_proxy.h"
#include "support/postgres_server.h"
#include "support/temporary_directory.h"

namespace store::postgres {
namespace {

using chat::Appended;
using chat::StoreError;
using support::CuttingProxy;
using Answers = std::vector<base::Result<Appended, StoreError>>;

/// questions  about a commit that was not answered. A slow disk may still be at it, so many; where nobody answers, few
Options asking(std::uint32_t questions) {
    Options options;
    options.doubt_questions_max = questions;
    options.doubt_interval = base::Milliseconds(1);
    options.probe_interval = base::Milliseconds(1);
    options.idle_interval = base::Milliseconds(3'600'000);
    return options;
}

/// The same database behind a proxy.
Settings through(const std::string& folder, Settings settings) {
    const std::string& address = settings.address;
    const std::size_t begin = address.find("@/") + 2;
    const std::string database = address.substr(begin, address.find('?') - begin);
    settings.address = support::PostgresServer::address(database, folder);
    return settings;
}

class PostgresDoubt : public testing::Test {
protected:
    explicit PostgresDoubt(std::uint32_t questions = 100'000)
        : node_(through(folder_.path(), settings_), asking(questions)) {
        EXPECT_TRUE(node_.create_room("lobby"));
        EXPECT_TRUE(node_.create_guest("ada", "lobby"));
    }

    Answers post(const std::string& prefix, int count) {
        Answers answers;
        for (int i = 0; i < count; ++i) {
            node_.store().append(message_of("lobby", "ada", prefix + std::to_string(i)),
                                 [&answers](auto answer) { answers.push_back(std::move(answer)); });
        }
        node_.wait_until([&] { return answers.size() == static_cast<std::size_t>(count); });
        return answers;
    }

    support::TemporaryDirectory folder_;
    Settings settings_ = empty_postgres_database();
    // The writer's line, which has made the room; the search index commits over one of its own.
    CuttingProxy proxy_{support::PostgresServer::socket_path(folder_.path()),
                        support::PostgresServer::shared().socket_path(), "INSERT INTO rooms"};
    PostgresNode node_;
};

class PostgresSilence : public PostgresDoubt {
protected:
    PostgresSilence() : PostgresDoubt(2) {}
};

TEST_F(PostgresDoubt, a_commit_whose_answer_was_lost_is_answered_as_it_was) {
    proxy_.cut_at("COMMIT", CuttingProxy::Cut::after);
    const Answers answers = post("n", 100);
    EXPECT_EQ(proxy_.cuts(), 1);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        ASSERT_TRUE(answers[i]);
        EXPECT_EQ(answers[i]->outcome, Appended::Outcome::committed);
        EXPECT_EQ(answers[i]->event.seq, i + 1);
    }
    EXPECT_EQ(node_.log("lobby").size(), answers.size());
    EXPECT_EQ(node_.count("store_doubtful_commits_total"), 1U);
    EXPECT_TRUE(node_.store().is_ready());
}

TEST_F(PostgresDoubt, a_commit_that_never_came_is_decided_again) {
    proxy_.cut_at("COMMIT", CuttingProxy::Cut::before);
    const Answers answers = post("n", 100);
    EXPECT_EQ(proxy_.cuts(), 1);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        ASSERT_TRUE(answers[i]);
        EXPECT_EQ(answers[i]->outcome, Appended::Outcome::committed);
        EXPECT_EQ(answers[i]->event.seq, i + 1);
    }
    EXPECT_EQ(node_.log("lobby").size(), answers.size());
}

TEST_F(PostgresSilence, what_nobody_can_say_is_unavailable_and_a_repeat_finds_it) {
    proxy_.cut_at("COMMIT", CuttingProxy::Cut::after);
    proxy_.refuse();
    const Answers refused = post("n", 1);
    ASSERT_FALSE(refused[0]);
    EXPECT_EQ(refused[0].error(), StoreError::unavailable);
    EXPECT_FALSE(node_.store().is_ready());

    proxy_.admit();
    const Answers repeated = post("n", 1);
    ASSERT_TRUE(repeated[0]);
    EXPECT_EQ(repeated[0]->outcome, Appended::Outcome::repeated);
    EXPECT_EQ(repeated[0]->event.seq, 1U);
    EXPECT_EQ(node_.log("lobby").size(), 1U);
    EXPECT_TRUE(node_.store().is_ready());
}

TEST_F(PostgresDoubt, what_was_cut_before_its_commit_is_decided_again) {
    proxy_.cut_at("INSERT INTO events", CuttingProxy::Cut::before);
    const Answers answers = post("n", 100);
    EXPECT_EQ(proxy_.cuts(), 1);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        ASSERT_TRUE(answers[i]);
        EXPECT_EQ(answers[i]->event.seq, i + 1);
    }
    EXPECT_EQ(node_.log("lobby").size(), answers.size());
}

TEST(PostgresKilled, what_was_acknowledged_is_there_and_all_else_can_be_sent_again) {
    constexpr int kMessages = 3'000;
    support::PostgresServer server(support::PostgresServer::Durability::lost_on_crash);
    PostgresNode node({.address = server.address("postgres")});
    ASSERT_TRUE(node.create_room("lobby"));
    ASSERT_TRUE(node.create_guest("ada", "lobby"));

    std::map<std::string, std::optional<base::Result<Appended, StoreError>>> answers;
    std::size_t answered = 0;
    const auto send = [&](const std::string& nonce) {
        node.store().append(message_of("lobby", "ada", nonce), [&, nonce](auto answer) {
            answers[nonce] = std::move(answer);
            ++answered;
        });
    };
    for (int i = 0; i < kMessages; ++i)
        send("n" + std::to_string(i));
    node.wait_until([&] { return answered > 0; });
    server.kill();
    server.start();
    node.wait_until([&] { return answered == kMessages; });

    std::map<std::string, chat::Seq> acknowledged;
    for (int i = 0; i < kMessages; ++i) {
        const std::string nonce = "n" + std::to_string(i);
        const auto answer = *answers[nonce];
        if (answer) {
            acknowledged[nonce] = answer->event.seq;
        } else {
            EXPECT_EQ(answer.error(), StoreError::unavailable);
            send(nonce);
        }
    }
    answered = acknowledged.size();
    node.wait_until([&] { return answered == kMessages; });

    const std::vector<chat::Event> log = node.log("lobby");
    ASSERT_EQ(log.size(), static_cast<std::size_t>(kMessages));
    for (std::size_t i = 0; i < log.size(); ++i) {
        EXPECT_EQ(log[i].seq, i + 1);
        const auto known = acknowledged.find(log[i].nonce.value());
        if (known != acknowledged.end()) {
            EXPECT_EQ(known->second, log[i].seq);
        }
        EXPECT_TRUE(*answers[log[i].nonce.value()]);
    }
}

}  // namespace
}  // namespace store::postgres
