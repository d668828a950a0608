/// SearchContract: what every form of chat::Searcher must keep, as sentences that run against each form.
///
/// A form takes part by an instance in its own test file, inside namespace store:
///     INSTANTIATE_TEST_SUITE_P(Memory, SearchContract, testing::Values(SearchForm{"memory", make_memory}));
/// The sentences are in search_contract_test.cc.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/unicode.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room_records.h"
#include "chat/search.h"
#include "chat/search_query.h"
#include "chat/store.h"

namespace store {

/// One fresh, empty store that can be searched, and the means to receive its replies.
class SearchUnderTest {
public:
    virtual ~SearchUnderTest() = default;

    [[nodiscard]] virtual chat::Store& store() = 0;
    [[nodiscard]] virtual chat::Searcher& searcher() = 0;
    [[nodiscard]] virtual chat::RoomRecords& room_records() = 0;
    /// Until all that was said can be found.
    virtual void settle() = 0;
    /// Runs the replies that are there, waiting for the first. Returns how many ran; 0: none will come.
    virtual std::size_t run_replies() = 0;
};

struct SearchForm {
    std::string name;
    std::function<std::unique_ptr<SearchUnderTest>()> make;

    friend void PrintTo(const SearchForm& form, std::ostream* out) { *out << form.name; }
};

class SearchContract : public testing::TestWithParam<SearchForm> {
protected:
    using Texts = std::vector<std::string>;

    static base::WallTime at(std::int64_t milliseconds) {
        return base::WallTime{base::Milliseconds{1'700'000'000'000 + milliseconds}};
    }

    void SetUp() override {
        for (const char* id : {"lobby", "garden", "cellar"})
            make_room(id);
    }
    void make_room(const std::string& id) {
        ask<chat::Room>([&](auto reply) {
            store().create_room(
                {.id = chat::RoomId(id), .name = id, .name_key = id, .created = at(0)}, {},
                std::move(reply));
        });
    }

    struct Said {
        std::string room = "lobby";
        std::string by = "ada";
        std::optional<std::string> nickname = std::nullopt;  ///< none: as `by`
        std::int64_t time = 10;
        chat::Seq reply_to = 0;
    };
    chat::Seq say(const std::string& text, const Said& how) {
        now_ = how.time;
        return append({.room = chat::RoomId(how.room),
                       .kind = chat::EventKind::message,
                       .actor = chat::UserId(how.by),
                       .nickname = how.nickname.value_or(how.by),
                       .time = at(how.time),
                       .text = text,
                       .nonce = chat::Nonce("n" + std::to_string(++nonces_)),
                       .target = how.reply_to});
    }
    chat::Seq say(const std::string& text) { return say(text, {}); }
    chat::Seq change(chat::EventKind kind, chat::Seq target, const std::string& text = {},
                     const std::string& room = "lobby") {
        return append({.room = chat::RoomId(room),
                       .kind = kind,
                       .actor = chat::UserId("ada"),
                       .nickname = "ada",
                       .time = at(now_),
                       .text = text,
                       .nonce = {},
                       .target = target});
    }

    /// Takes away what was said in the lobby before `before`.
    /// returns  how far it is gone
    chat::Expired expire(std::int64_t before) {
        const auto expired = ask<chat::Expired>([&](auto reply) {
            under_test_->room_records().expire(chat::RoomId("lobby"), at(before), 1000,
                                               std::move(reply));
        });
        EXPECT_TRUE(expired.has_value());
        return expired ? *expired : chat::Expired();
    }

    /// A request for all rooms but the cellar.
    static chat::SearchRequest request(const std::string& typed) {
        const auto query = chat::parse_search_query(typed, {});
        EXPECT_TRUE(query.has_value()) << typed;
        if (!query) return {};
        chat::SearchRequest request{.rooms = {chat::RoomId("lobby"), chat::RoomId("garden")},
                                    .wanted = query->wanted,
                                    .excluded = query->excluded,
                                    .authors = {},
                                    .sent = query->sent,
                                    .before = {}};
        if (!query->from.empty()) request.authors.emplace();
        for (const std::string& name : query->from)
            request.authors->name_keys.push_back(base::unicode::skeleton(name));
        return request;
    }
    chat::SearchPage search(const chat::SearchRequest& request) {
        under_test_->settle();
        auto page = ask<chat::SearchPage>(
            [&](auto reply) { under_test_->searcher().search(request, std::move(reply)); });
        EXPECT_TRUE(page.has_value());
        return page ? *std::move(page) : chat::SearchPage();
    }
    static Texts texts_of(const chat::SearchPage& page) {
        Texts texts;
        for (const chat::SearchHit& hit : page.hits)
            texts.push_back(hit.event.text);
        return texts;
    }
    Texts found(const std::string& typed) {
        const chat::SearchPage page = search(request(typed));
        EXPECT_FALSE(page.next.has_value());
        EXPECT_EQ(page.index, chat::SearchPage::Index::current);
        return texts_of(page);
    }
    base::Result<chat::FoundTime, chat::StoreError> first_at(const std::string& room,
                                                             base::WallTime time) {
        return ask<chat::FoundTime>([&](auto reply) {
            under_test_->searcher().first_at(chat::RoomId(room), time, std::move(reply));
        });
    }

    [[nodiscard]] chat::Store& store() { return under_test_->store(); }

private:
    template <typename T, typename Call>
    base::Result<T, chat::StoreError> ask(Call call) {
        std::optional<base::Result<T, chat::StoreError>> slot;
        call([&slot](base::Result<T, chat::StoreError> answer) { slot = std::move(answer); });
        while (!slot) {
            if (under_test_->run_replies() == 0) {
                ADD_FAILURE() << "the store never answered";
                return base::fail(chat::StoreError::unavailable);
            }
        }
        return *std::move(slot);
    }
    chat::Seq append(chat::Append append) {
        const auto appended = ask<chat::Appended>(
            [&](auto reply) { store().append(std::move(append), std::move(reply)); });
        EXPECT_TRUE(appended.has_value());
        return appended ? appended->event.seq : 0;
    }

    std::unique_ptr<SearchUnderTest> under_test_ = GetParam().make();
    int nonces_ = 0;
    std::int64_t now_ = 0;
};

}  // namespace store
