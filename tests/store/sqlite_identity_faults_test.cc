#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "chat/account.h"
#include "chat/account_store.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/sqlite/options.h"
#include "store/sqlite_fixture.h"
#include "support/faulty_vfs.h"

namespace store::sqlite {
namespace {

using chat::UserId;
using support::FaultyVfs;

constexpr base::Milliseconds kMonth{30LL * 24 * 3600 * 1000};

struct FaultKind {
    const char* why;
    FaultyVfs::Fault fault;
    FaultyVfs::Error error;
    enum class After : std::uint8_t { go_on, crash, power_loss } after;
};

/// A request, and whether the store keeps all of what it changes; a failure of the test when it keeps a part.
struct Step {
    const char* what;
    std::function<bool()> is_accepted;
    std::function<bool()> is_kept;
};

}  // namespace

class SqliteIdentityFaults : public SqliteFixture, public testing::WithParamInterface<FaultKind> {
protected:
    Options options() {
        Options options;
        options.vfs = vfs_.name();
        options.idle_interval = base::Milliseconds(3'600'000);  // only what the test asks for
        options.probe_interval = options.idle_interval;
        options.wal_bytes_max = 30'000;
        return options;
    }

    chat::NewSession new_session(const std::string& id, const std::string& user) {
        chat::Session session = session_of(user, kMonth);
        session.id = chat::SessionId(id);
        return {.session = std::move(session), .token = "token of " + id};
    }
    chat::NewAccount new_account(const std::string& id, chat::Role role) {
        return {.user = {.id = UserId(id), .nickname = "Name of " + id, .role = role},
                .name_key = "key of " + id,
                .password_hash = "hash",
                .created = clock_.wall(),
                .session = new_session("account of " + id, id)};
    }
    bool create_account(chat::NewAccount account) {
        return ask<chat::Known>([&](auto reply) {
                   store().create_account(std::move(account), std::move(reply));
               })
            .has_value();
    }
    std::optional<chat::Account> account_of(const std::string& id) {
        const auto account = ask<std::optional<chat::Account>>(
            [&](auto reply) { store().account_of(UserId(id), std::move(reply)); });
        EXPECT_TRUE(account.has_value());
        return account ? *account : std::nullopt;
    }
    bool is_good(const std::string& token) {
        const auto found = ask<std::optional<chat::Session>>(
            [&](auto reply) { store().find_session(token, clock_.wall(), std::move(reply)); });
        EXPECT_TRUE(found.has_value());
        return found && found->has_value();
    }
    bool is_usable(const std::string& code) {
        const auto found = ask<std::optional<chat::Invite>>(
            [&](auto reply) { store().find_invite(code, clock_.wall(), std::move(reply)); });
        EXPECT_TRUE(found.has_value());
        return found && found->has_value();
    }

    bool make_invite() {
        const chat::NewInvite wanted{.invite = {.id = chat::InviteId("one"),
                                                .creator = UserId("ada"),
                                                .creator_name = "Name of ada",
                                                .created = clock_.wall(),
                                                .expires = clock_.wall() + kMonth},
                                     .code = "code",
                                     .note = {}};
        return ask<chat::Invite>(
                   [&](auto reply) { store().create_invite(wanted, std::move(reply)); })
            .has_value();
    }
    bool become_account() {
        chat::NewAccount wanted = new_account("bob", chat::Role::member);
        wanted.invite = "code";
        return create_account(std::move(wanted));
    }
    bool has_become_account() {
        const bool has = account_of("bob").has_value();
        EXPECT_EQ(is_good("token of account of bob"), has);
        EXPECT_EQ(is_good("token of bob"), !has) << "the guest's session ends with the guest";
        EXPECT_FALSE(has && is_usable("code")) << "an account for nothing";
        return has;
    }
    bool change_looks() {
        return ask<chat::User>([&](auto reply) {
                   store().change_profile(UserId("bob"), {.hue = 7, .status = "new"}, {},
                                          std::move(reply));
               })
            .has_value();
    }
    bool has_new_looks() {
        const auto found = ask<std::vector<chat::User>>(
            [&](auto reply) { store().find_people({UserId("bob")}, std::move(reply)); });
        if (!found || found->size() != 1) {
            ADD_FAILURE() << "a guest is lost";
            return false;
        }
        EXPECT_EQ(found->front().hue == 7, found->front().status == "new");
        return found->front().hue == 7;
    }
    bool set_password() {
        return ask<void>([&](auto reply) {
                   store().set_password(UserId("eve"), "new hash", "token of phone",
                                        std::move(reply));
               })
            .has_value();
    }
    bool has_new_password() {
        const auto account = account_of("eve");
        const bool has = account && account->password_hash == "new hash";
        EXPECT_TRUE(is_good("token of phone"));
        EXPECT_EQ(is_good("token of account of eve"), !has);
        return has;
    }

    std::vector<Step> steps() {
        return {
            {"an owner", [this] { return create_account(new_account("ada", chat::Role::owner)); },
             [this] { return account_of("ada").has_value(); }},
            {"an invite", [this] { return make_invite(); },
             [this] { return is_usable("code") || account_of("bob").has_value(); }},
            {"a guest becomes an account", [this] { return become_account(); },
             [this] { return has_become_account(); }},
            {"a profile", [this] { return change_looks(); }, [this] { return has_new_looks(); }},
            {"a password", [this] { return set_password(); },
             [this] { return has_new_password(); }}};
    }

    /// What every run begins with.
    void prepare() {
        open(options());
        ASSERT_TRUE(create_room("lobby").has_value());
        ASSERT_TRUE(create_guest("bob", kMonth).has_value());
        ASSERT_TRUE(create_account(new_account("eve", chat::Role::member)));
        ASSERT_TRUE(ask<chat::Known>([&](auto reply) {
                        store().begin_session(new_session("phone", "eve"), std::move(reply));
                    }).has_value());
        set_aside();
    }

    /// Runs with the `n`th operation failing. returns false: there were fewer
    bool run_with_fault_at(std::uint64_t n) {
        vfs_.heal();
        put_back();
        open(options());

        vfs_.fail_at(n, GetParam().fault, GetParam().error);
        const std::vector<Step> all = steps();
        std::vector<bool> accepted;
        for (const Step& step : all)
            accepted.push_back(step.is_accepted());
        bool has_failed = vfs_.has_failed();
        if (GetParam().after == FaultKind::After::go_on) {
            vfs_.heal();
        } else {
            close();
            has_failed = has_failed || vfs_.has_failed();
            if (GetParam().after == FaultKind::After::power_loss) {
                std::mt19937_64 chance(n);
                vfs_.lose_power(chance);
            }
            vfs_.heal();
            open(options());
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            SCOPED_TRACE(all[i].what);
            const bool is_kept = all[i].is_kept();
            EXPECT_TRUE(is_kept || !accepted[i]) << "acknowledged and lost";
            EXPECT_TRUE(is_kept || all[i].is_accepted()) << "the store did not recover";
            EXPECT_TRUE(all[i].is_kept());
        }
        close();
        return has_failed;
    }

    FaultyVfs vfs_;
};

TEST_P(SqliteIdentityFaults, keep_all_or_nothing_of_what_is_asked_wherever_they_come) {
    SCOPED_TRACE(GetParam().why);
    ASSERT_NO_FATAL_FAILURE(prepare());
    std::uint64_t n = 1;
    while (run_with_fault_at(n)) {
        if (HasFatalFailure() || HasNonfatalFailure()) FAIL() << "with operation " << n;
        ++n;
    }
    EXPECT_GT(n, 10U) << "each of five commits writes and syncs at least once";
}

using After = FaultKind::After;
INSTANTIATE_TEST_SUITE_P(
    Sqlite, SqliteIdentityFaults,
    testing::Values(FaultKind{"one I/O error", FaultyVfs::Fault::once, FaultyVfs::Error::io,
                              After::go_on},
                    FaultKind{"the disk is full until somebody makes room",
                              FaultyVfs::Fault::from_then_on, FaultyVfs::Error::full, After::go_on},
                    FaultKind{"the process is killed", FaultyVfs::Fault::from_then_on,
                              FaultyVfs::Error::io, After::crash},
                    FaultKind{"the power goes", FaultyVfs::Fault::from_then_on,
                              FaultyVfs::Error::io, After::power_loss}));

}  // namespace store::sqlite
