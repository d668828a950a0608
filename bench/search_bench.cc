// Searches a database of many messages, kind of query by kind, and says how long the answers took: JSON on standard output.
// The database is made at first and kept for the next time.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/unicode.h"
#include "chat/search.h"
#include "chat/search_query.h"
#include "main_thread.h"
#include "store/sqlite/options.h"
#include "store/sqlite/sqlite_store.h"

namespace {

using std::chrono::duration;

struct Plan {
    std::string data;
    std::uint64_t messages = 1'000'000;
    std::uint32_t rooms = 100;
    std::uint32_t authors = 1'000;
    std::uint32_t queries = 200;  // of each kind
    std::uint32_t own_rooms = 5;  // of whoever searches
};

/// Words as they are in talk: the nth is said 1/n as often as the first, which is in every second message.
class Talk {
public:
    static constexpr std::size_t kWords = 50'000;
    static constexpr std::size_t kWordsOfMessage = 14;

    explicit Talk(std::uint64_t seed) : chance_(seed) {}

    /// By how often it is said; 0 is the most frequent.
    static std::string word(std::size_t rank) {
        static constexpr std::array kSyllables = {"ba", "ce", "di", "fo", "gu", "ka", "le", "mi",
                                                  "no", "pu", "ra", "se", "ti", "vo", "xu", "ze"};
        // The frequent ones are short, as in every language.
        std::string text;
        for (std::size_t left = rank + kSyllables.size(); left > 0; left /= kSyllables.size())
            text += kSyllables.at(left % kSyllables.size());
        return text;
    }

    std::size_t rank() {
        const double part = std::uniform_real_distribution<double>(0, 1)(chance_);
        return static_cast<std::size_t>(std::pow(static_cast<double>(kWords), part)) - 1;
    }

    std::string message() {
        std::string text;
        for (std::size_t i = 0; i < kWordsOfMessage; ++i) {
            if (i > 0) text += ' ';
            text += word(rank());
        }
        return text;
    }

    std::size_t below(std::size_t n) { return chance_() % n; }

private:
    std::mt19937_64 chance_;
};

class Searching {
public:
    explicit Searching(Plan plan) : plan_(std::move(plan)) {
        store::sqlite::Options options;
        options.index_priority = store::sqlite::Options::Priority::normal;  // it is waited for
        auto opened = store::sqlite::SqliteStore::open(
            plan_.data, {replies_, clock_, base::Log::none(), metrics_}, options);
        if (!opened) throw std::runtime_error(opened.error().sentence);
        store_ = *std::move(opened);
    }

    void run() {
        std::uint64_t kept = 0;
        replies_.wait_for([&](auto reply) {
            store_->rooms([&kept, reply = std::move(reply)](const auto& rooms) mutable {
                for (const chat::Room& room : *rooms)
                    kept += room.head;
                reply(true);
            });
        });
        fill(kept);
        const auto began = clock_.now();
        if (!store_->wait_until_indexed()) throw std::runtime_error("the index was not made");
        const double indexed = duration<double>(clock_.now() - began).count();
        measure();
        fmt::print(
            "{{\"messages\": {}, \"filled_seconds\": {:.1f}, \"indexed_seconds\": {:.1f}{}}}\n",
            plan_.messages, filled_seconds_, indexed, found_);
    }

private:
    static std::string room_id(std::size_t room) { return fmt::format("room-{}", room); }
    static std::string author_id(std::size_t author) { return fmt::format("author-{}", author); }

    void fill(std::uint64_t kept) {
        const auto began = clock_.now();
        for (std::uint32_t room = 0; kept == 0 && room < plan_.rooms; ++room) {
            const std::string id = room_id(room);
            replies_.wait_for([&](auto reply) {
                store_->create_room({.id = chat::RoomId(id), .name = id, .name_key = id}, {},
                                    std::move(reply));
            });
        }
        Talk talk(kept + 1);
        std::uint64_t asked = kept;
        std::uint64_t answered = kept;
        constexpr std::uint64_t kInFlight = 2'000;
        while (answered < plan_.messages) {
            for (; asked < plan_.messages && asked - answered < kInFlight; ++asked) {
                const std::string author = author_id(talk.below(plan_.authors));
                store_->append({.room = chat::RoomId(room_id(talk.below(plan_.rooms))),
                                .kind = chat::EventKind::message,
                                .actor = chat::UserId(author),
                                .nickname = author,
                                .time = time_of(asked),
                                .text = talk.message(),
                                .nonce = chat::Nonce(fmt::format("{:012}", asked))},
                               [&answered](const auto& appended) {
                                   if (!appended) throw std::runtime_error("a message was refused");
                                   ++answered;
                               });
            }
            replies_.run_some();
        }
        filled_seconds_ = duration<double>(clock_.now() - began).count();
    }

    /// A message a minute: a million of them are two years.
    static base::WallTime time_of(std::uint64_t message) {
        constexpr std::int64_t kBegin = 1'700'000'000'000;
        return base::WallTime(base::Milliseconds(kBegin)) +
               std::chrono::minutes(static_cast<std::int64_t>(message));
    }

    void measure() {
        Talk talk(99);
        const auto frequent = [&talk] { return Talk::word(talk.below(4)); };
        const auto middling = [&talk] { return Talk::word(50 + talk.below(500)); };
        const auto rare = [&talk] { return Talk::word(Talk::kWords / 2 + talk.below(20'000)); };
        const auto author = [&] { return author_id(talk.below(plan_.authors)); };
        measure("frequent", [&] { return frequent(); });
        measure("rare", [&] { return rare(); });
        measure("several", [&] { return frequent() + " " + middling() + " " + frequent(); });
        measure("phrase", [&] { return "\"" + frequent() + " " + frequent() + "\""; });
        measure("beginning", [&] { return middling().substr(0, 3 + talk.below(2)) + "*"; });
        measure("author", [&] { return "from:" + author() + " " + frequent(); });
        measure("excluded", [&] { return frequent() + " -" + frequent() + " -" + middling(); });
        measure("dated", [&] {
            return fmt::format("{} after:2024-0{}-11 before:2024-0{}-21", frequent(),
                               1 + talk.below(5), 6 + talk.below(4));
        });
        std::ranges::sort(all_);
        found_ += fmt::format(R"(, "search_p50_ms": {:.2f}, "search_p95_ms": {:.2f})",
                              percentile(all_, 0.5), percentile(all_, 0.95));
    }

    template <typename Make>
    void measure(const char* kind, Make make) {
        std::vector<double> times;
        std::uint64_t hits = 0;
        Talk where(7);
        for (std::uint32_t i = 0; i < plan_.queries; ++i) {
            const std::string typed = make();
            const auto query = chat::parse_search_query(typed, base::Milliseconds(0));
            if (!query) throw std::runtime_error("no query: " + typed);
            chat::SearchRequest request{.rooms = {},
                                        .wanted = query->wanted,
                                        .excluded = query->excluded,
                                        .authors = {},
                                        .sent = query->sent,
                                        .before = {}};
            chat::Authors authors;
            for (const std::string& name : query->from)
                authors.name_keys.push_back(base::unicode::skeleton(name));
            if (!authors.name_keys.empty()) request.authors = std::move(authors);
            const std::size_t first = where.below(plan_.rooms);
            for (std::size_t room = 0; room < plan_.own_rooms; ++room)
                request.rooms.emplace_back(room_id((first + room) % plan_.rooms));
            const auto began = clock_.now();
            replies_.wait_for([&](auto reply) {
                store_->search(std::move(request),
                               [&hits, reply = std::move(reply)](const auto& page) mutable {
                                   if (!page) throw std::runtime_error("a search was refused");
                                   hits += page->hits.size();
                                   reply(true);
                               });
            });
            times.push_back(duration<double, std::milli>(clock_.now() - began).count());
        }
        all_.insert(all_.end(), times.begin(), times.end());
        std::ranges::sort(times);
        found_ += fmt::format(
            ", \"{0}_p50_ms\": {1:.2f}, \"{0}_p95_ms\": {2:.2f}, \"{0}_max_ms\": {3:.2f}, "
            "\"{0}_hits\": {4}",
            kind, percentile(times, 0.5), percentile(times, 0.95), percentile(times, 1), hits);
    }

    static double percentile(const std::vector<double>& sorted, double part) {
        return sorted.at(static_cast<std::size_t>(static_cast<double>(sorted.size() - 1) * part));
    }

    Plan plan_;
    base::SystemClock clock_;
    base::Metrics metrics_;
    bench::MainThread replies_;
    std::unique_ptr<store::sqlite::SqliteStore> store_;
    double filled_seconds_ = 0;
    std::string found_;
    std::vector<double> all_;
};

}  // namespace

int main(int argc, char** argv) {
    Plan plan;
    CLI::App app("Measures how long searches take");
    app.add_option("--data", plan.data, "The data directory; filled when it is new")->required();
    app.add_option("--messages", plan.messages)->check(CLI::PositiveNumber);
    app.add_option("--rooms", plan.rooms)->check(CLI::PositiveNumber);
    app.add_option("--authors", plan.authors)->check(CLI::PositiveNumber);
    app.add_option("--queries", plan.queries, "Of each kind")->check(CLI::PositiveNumber);
    app.add_option("--own-rooms", plan.own_rooms, "Rooms of whoever searches")
        ->check(CLI::PositiveNumber);
    CLI11_PARSE(app, argc, argv);
    try {
        Searching(std::move(plan)).run();
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
    return 0;
}
