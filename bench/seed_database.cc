// Fills a database with messages through the store, as fast as it takes them, and says how fast that was.
// For the benchmark of starting on a big database, and for measuring the store alone.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/random.h"
#include "main_thread.h"
#include "store/sqlite/options.h"
#include "store/sqlite/sqlite_store.h"

namespace {

using std::chrono::duration;

struct Plan {
    std::string data;
    std::uint64_t messages = 1'000'000;
    std::uint32_t rooms = 100;
    std::uint32_t authors = 100;
    std::uint32_t in_flight = 2'000;
    std::uint32_t text_bytes = 100;
    bool has_random_nonces = false;
    bool is_indexed = true;
};

class Seeding {
public:
    explicit Seeding(Plan plan) : plan_(std::move(plan)), text_(plan_.text_bytes, 'x') {
        const auto began = clock_.now();
        store::sqlite::Options options;
        if (!plan_.is_indexed) options.index_interval = std::chrono::hours(24);
        auto opened = store::sqlite::SqliteStore::open(
            plan_.data, {replies_, clock_, base::Log::none(), metrics_}, options);
        if (!opened) throw std::runtime_error(opened.error().sentence);
        store_ = *std::move(opened);
        replies_.wait_for([this](auto reply) { store_->rooms(std::move(reply)); });
        fmt::print("opened in {:.1f} ms\n",
                   duration<double, std::milli>(clock_.now() - began).count());
    }

    void run() {
        make_room("lobby", "Lobby");
        for (std::uint32_t room = 0; room < plan_.rooms; ++room)
            make_room(room_id(room), fmt::format("Seeded {}", room));
        for (std::uint32_t author = 0; author < plan_.authors; ++author)
            make_author(author);

        if (plan_.messages == 0) return;
        const auto began = clock_.now();
        while (answered_ < plan_.messages) {
            while (asked_ < plan_.messages && asked_ - answered_ < plan_.in_flight)
                append();
            replies_.run_some();
        }
        const double seconds = duration<double>(clock_.now() - began).count();
        report(seconds);

        const auto closing = clock_.now();
        store_->close();
        fmt::print("closed in {:.1f} ms\n",
                   duration<double, std::milli>(clock_.now() - closing).count());
    }

private:
    static std::string room_id(std::uint32_t room) { return fmt::format("seeded-{}", room); }
    static std::string author_id(std::uint32_t author) { return fmt::format("author-{}", author); }

    void make_room(const std::string& id, const std::string& name) {
        replies_.wait_for([&](auto reply) {
            store_->create_room(
                {.id = chat::RoomId(id), .name = name, .name_key = id, .created = clock_.wall()},
                {}, std::move(reply));
        });
    }

    void make_author(std::uint32_t author) {
        const std::string id = author_id(author);
        replies_.wait_for([&](auto reply) {
            const base::WallTime now = clock_.wall();
            constexpr base::Milliseconds kLifetime{std::chrono::hours(24)};
            store_->create_user({.user = {.id = chat::UserId(id), .nickname = id},
                                 .name_key = id,
                                 .token = "token of " + id,
                                 .session = {.id = chat::SessionId(id),
                                             .user = chat::UserId(id),
                                             .created = now,
                                             .used = now,
                                             .expires = now + kLifetime,
                                             .lifetime = kLifetime},
                                 .first_room = chat::RoomId(room_id(author % plan_.rooms))},
                                std::move(reply));
        });
    }

    void append() {
        const auto author = static_cast<std::uint32_t>(asked_ % plan_.authors);
        const std::string id = author_id(author);
        const auto began = clock_.now();
        store_->append(
            {.room = chat::RoomId(room_id(author % plan_.rooms)),
             .kind = chat::EventKind::message,
             .actor = chat::UserId(id),
             .nickname = id,
             .time = clock_.wall(),
             .text = text_,
             .nonce = chat::Nonce(plan_.has_random_nonces ? random_.token(22)
                                                          : fmt::format("{:012}", asked_))},
            [this, began](const auto& appended) {
                if (!appended) throw std::runtime_error("the store refused a message");
                ++answered_;
                milliseconds_.push_back(duration<float, std::milli>(clock_.now() - began).count());
            });
        ++asked_;
    }

    void report(double seconds) {
        std::ranges::sort(milliseconds_);
        const auto percentile = [this](double part) {
            const auto last = static_cast<double>(milliseconds_.size() - 1);
            return milliseconds_.at(static_cast<std::size_t>(last * part));
        };
        fmt::print(
            "{} messages in {:.2f} s: {:.0f}/s, {} commits; ms p50 {:.1f} p99 {:.1f} max {:.1f}\n",
            plan_.messages, seconds, static_cast<double>(plan_.messages) / seconds,
            metrics_.counter("store_commits_total", "").value(), percentile(0.5), percentile(0.99),
            percentile(1.0));
    }

    Plan plan_;
    std::string text_;
    base::SystemClock clock_;
    base::SystemRandom random_;
    base::Metrics metrics_;
    bench::MainThread replies_;
    std::unique_ptr<store::sqlite::SqliteStore> store_;
    std::uint64_t asked_ = 0;
    std::uint64_t answered_ = 0;
    std::vector<float> milliseconds_;
};

}  // namespace

int main(int argc, char** argv) {
    Plan plan;
    CLI::App app("Fills a Parlor database with messages through the store");
    app.add_option("--data", plan.data, "The data directory")->required();
    app.add_option("--messages", plan.messages, "0: opens the database and no more");
    app.add_option("--rooms", plan.rooms)->check(CLI::PositiveNumber);
    app.add_option("--authors", plan.authors)->check(CLI::PositiveNumber);
    app.add_option("--in-flight", plan.in_flight, "Messages not yet acknowledged")
        ->check(CLI::PositiveNumber);
    app.add_option("--text-bytes", plan.text_bytes);
    app.add_flag("--random-nonces", plan.has_random_nonces,
                 "The worst for the store; without it they ascend");
    app.add_flag("!--no-index", plan.is_indexed, "Nothing is indexed for searching meanwhile");
    CLI11_PARSE(app, argc, argv);
    try {
        Seeding(std::move(plan)).run();
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
    return 0;
}
