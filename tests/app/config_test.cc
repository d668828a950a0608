#include "app/config.h"

#include <gmock/gmock.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "app/admin_wish.h"
#include "app/settings.h"
#include "chat/accounts.h"

namespace {

using app::Command;
using app::StartError;
using testing::HasSubstr;

/// A file that is gone with the test.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& text) {
        std::string pattern = std::filesystem::temp_directory_path() / "parlor-config-XXXXXX";
        const int descriptor = ::mkstemp(pattern.data());
        EXPECT_GE(descriptor, 0);
        ::close(descriptor);
        path_ = pattern;
        std::ofstream(path_) << text;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

Command read(std::vector<const char*> args, std::vector<const char*> environment = {}) {
    args.insert(args.begin(), "parlor");
    environment.push_back(nullptr);
    return app::read_command(static_cast<int>(args.size()), args.data(), environment.data());
}

std::string refusal(const std::vector<const char*>& args,
                    const std::vector<const char*>& environment = {}) {
    try {
        (void)read(args, environment);
    } catch (const StartError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(Config, nothing_said_means_defaults_and_serve) {
    const Command command = read({});
    EXPECT_EQ(command.verb, Command::Verb::serve);
    EXPECT_EQ(command.config.listen, "127.0.0.1:8080");
    EXPECT_TRUE(command.config.rate_limits);
    EXPECT_FALSE(command.config.admin_listen_chosen);
}

TEST(Config, flags_win_over_the_environment_and_that_over_the_file) {
    const TemporaryFile file(
        "name = \"file\"\ndata = \"file\"\nlisten = \"127.0.0.1:1\"\nrate-limits = false\n");
    const Command command = read({"serve", "--config", file.path().c_str(), "--name", "flag"},
                                 {"PARLOR_NAME=environment", "PARLOR_DATA=environment", "HOME=/"});
    EXPECT_EQ(command.config.name, "flag");
    EXPECT_EQ(command.config.data, "environment");
    EXPECT_EQ(command.config.listen, "127.0.0.1:1");
    EXPECT_FALSE(command.config.rate_limits);
}

TEST(Config, file_may_be_named_by_the_environment) {
    const TemporaryFile file(
        "text-characters-max = 7\nallowed-origins = [\"https://a\", \"https://b\"]\n");
    const std::string variable = "PARLOR_CONFIG=" + file.path();
    const Command command = read({}, {variable.c_str()});
    EXPECT_EQ(command.config.text_characters_max, 7U);
    EXPECT_THAT(command.config.allowed_origins, testing::ElementsAre("https://a", "https://b"));
}

TEST(Config, trusted_proxies_are_networks) {
    const Command command = read({"--trusted-proxies", "127.0.0.1, 10.0.0.0/8,2001:db8::/32"});
    ASSERT_EQ(command.config.trusted_proxies.size(), 3U);
    EXPECT_EQ(command.config.trusted_proxies[1].text(), "10.0.0.0/8");
    EXPECT_THROW(read({"--trusted-proxies", "127.0.0.1,proxy.example"}), StartError);
}

TEST(Config, no_rate_limits_is_a_flag_of_its_own) {
    EXPECT_FALSE(read({"--no-rate-limits"}).config.rate_limits);
    EXPECT_FALSE(read({"serve", "--no-rate-limits"}).config.rate_limits);
}

TEST(Config, admin_takes_a_verb_with_its_words_and_the_settings_of_a_server) {
    using Verb = app::AdminWish::Verb;
    const Command role = read({"admin", "--data", "d", "role", "ada", "admin"});
    EXPECT_EQ(role.verb, Command::Verb::admin);
    EXPECT_EQ(role.config.data, "d");
    EXPECT_EQ(role.admin.verb, Verb::role);
    EXPECT_EQ(role.admin.name, "ada");
    EXPECT_EQ(role.admin.role, "admin");
    const Command suspend = read(
        {"admin", "suspend", "eve", "--until", "2026-12-31", "--reason", "noise", "--data", "d"});
    EXPECT_EQ(suspend.admin.verb, Verb::suspend);
    EXPECT_EQ(suspend.admin.until, "2026-12-31");
    EXPECT_EQ(suspend.admin.reason, "noise");
    EXPECT_EQ(suspend.config.data, "d");
    EXPECT_EQ(read({"admin", "reinstate", "eve"}).admin.verb, Verb::reinstate);
    EXPECT_EQ(read({"admin", "sessions", "end", "eve"}).admin.verb, Verb::end_sessions);
    EXPECT_EQ(read({"admin", "people"}).admin.verb, Verb::people);
    EXPECT_EQ(read({"admin", "invite", "--uses", "3"}).admin.uses, 3U);
    const Command settings = read({"admin", "settings", "--registration", "invite"});
    EXPECT_EQ(settings.admin.verb, Verb::settings);
    EXPECT_EQ(settings.admin.registration, "invite");
    EXPECT_EQ(settings.config.registration, chat::Registration::open) << "that of a server stays";
}

TEST(Config, backup_and_restore_take_a_file_and_the_settings_of_a_server) {
    const Command backup = read({"backup", "--data", "d", "copy.db"});
    EXPECT_EQ(backup.verb, Command::Verb::backup);
    EXPECT_EQ(backup.config.data, "d");
    EXPECT_EQ(backup.file, "copy.db");
    EXPECT_FALSE(backup.is_forced);
    const Command restore = read({"restore", "copy.db", "--force"}, {"PARLOR_DATA=e"});
    EXPECT_EQ(restore.verb, Command::Verb::restore);
    EXPECT_EQ(restore.config.data, "e");
    EXPECT_TRUE(restore.is_forced);
}

TEST(Config, migrate_store_takes_two_ends_and_the_settings_of_a_server) {
    const Command migrate = read({"migrate-store", "--from", "sqlite", "--data", "d"},
                                 {"PARLOR_STORE=postgres://parlor:secret@db.example/parlor"});
    EXPECT_EQ(migrate.verb, Command::Verb::migrate_store);
    EXPECT_EQ(migrate.from, "sqlite");
    EXPECT_EQ(migrate.to, "");
    EXPECT_EQ(migrate.config.data, "d");
    EXPECT_EQ(migrate.config.store, "postgres://parlor:secret@db.example/parlor");
    EXPECT_EQ(read({"migrate-store", "--to=sqlite"}).to, "sqlite");
    EXPECT_THAT(refusal({"--from", "sqlite"}), HasSubstr("Unknown flag --from"));
}

TEST(Config, every_setting_can_be_set_to_its_default_in_all_three_places) {
    const app::Config defaults;
    std::string toml;
    std::vector<std::string> flags = {"serve"};
    std::vector<std::string> variables;
    for (const app::Setting& setting : app::settings()) {
        const std::string value = setting.get(defaults);
        if (value.empty()) continue;
        toml += std::string(setting.name) + " = \"" + value + "\"\n";
        flags.push_back("--" + std::string(setting.name));
        flags.push_back(value);
        variables.push_back(app::environment_name(setting.name) + "=" + value);
    }
    const TemporaryFile file(toml);
    flags.push_back("--config");
    flags.push_back(file.path());
    std::vector<const char*> args;
    for (const std::string& flag : flags)
        args.push_back(flag.c_str());
    std::vector<const char*> environment;
    for (const std::string& variable : variables)
        environment.push_back(variable.c_str());

    const Command command = read(args, environment);
    for (const app::Setting& setting : app::settings()) {
        SCOPED_TRACE(std::string(setting.name));
        EXPECT_EQ(setting.get(command.config), setting.get(defaults));
    }
}

TEST(Config, refusals_say_what_and_where_and_what_would_be_right) {
    const TemporaryFile unknown("lisen = \"x\"\n");
    const TemporaryFile wrong("loops = \"many\"\n");
    const TemporaryFile broken("listen = \n");
    struct Case {
        std::string why;
        std::vector<const char*> args;
        std::vector<const char*> environment;
        std::vector<std::string> words;
    };
    const Case cases[] = {
        {"mistyped flag", {"--lissen", "x"}, {}, {"--lissen", "--listen"}},
        {"mistyped flag with a value", {"--dat=x"}, {}, {"--dat", "--data"}},
        {"unknown flag far from any", {"--zzzzzzzz"}, {}, {"--zzzzzzzz", "--help"}},
        {"unknown command", {"start"}, {}, {"start", "serve"}},
        {"backup without a file", {"backup"}, {}, {"parlor backup FILE"}},
        {"admin without a verb", {"admin"}, {}, {"people", "suspend", "--help"}},
        {"a role without a name", {"admin", "role", "ada"}, {}, {"parlor admin role NAME ROLE"}},
        {"restore without a file", {"restore", "--force"}, {}, {"parlor restore FILE"}},
        {"two files", {"backup", "a", "b"}, {}, {"\"b\""}},
        {"two commands", {"backup", "a", "restore", "b"}, {}, {"restore"}},
        {"a flag of backup's for a server", {"serve", "--force"}, {}, {"--force"}},
        {"flag without its value", {"--listen"}, {}, {"--listen", "--help"}},
        {"a store that is none",
         {"--store", "mysql://x"},
         {},
         {"--store", "sqlite", "postgres://"}},
        {"a bus that is none", {"--bus", "localhost:4222"}, {}, {"--bus", "none", "nats://"}},
        {"mistyped variable", {}, {"PARLOR_LISTN=x"}, {"PARLOR_LISTN", "PARLOR_LISTEN"}},
        {"mistyped key",
         {"--config", unknown.path().c_str()},
         {},
         {"lisen", unknown.path(), "listen"}},
        {"wrong value in the file",
         {"--config", wrong.path().c_str()},
         {},
         {"loops", wrong.path(), "256", "many"}},
        {"wrong value of a flag", {"--loops", "-1"}, {}, {"--loops", "0 to 256"}},
        {"wrong value of a variable",
         {},
         {"PARLOR_RATE_LIMITS=maybe"},
         {"PARLOR_RATE_LIMITS", "true or false"}},
        {"no TOML", {"--config", broken.path().c_str()}, {}, {broken.path(), "line 1"}},
        {"no such file",
         {"--config", "/nowhere/parlor.toml"},
         {},
         {"/nowhere/parlor.toml", "does not exist"}},
    };
    for (const auto& [why, args, environment, words] : cases) {
        SCOPED_TRACE(why);
        const std::string sentence = refusal(args, environment);
        for (const std::string& word : words)
            EXPECT_THAT(sentence, HasSubstr(word));
        EXPECT_EQ(sentence.find('\n'), std::string::npos);
    }
}

TEST(Config, a_refused_address_keeps_its_password_to_itself) {
    const std::pair<const char*, const char*> cases[] = {
        {"postgre://parlor:secret@db.example/parlor", "\"postgre://***@db.example/parlor\""},
        {"parlor:secret@db.example", "\"***@db.example\""},
        {"mysql://parlor:sec@secret?secret@db.example/x", "\"mysql://***@db.example/x\""},
        {"mysql://db.example/parlor?user=ada&password=secret", "\"mysql://db.example/parlor?***\""},
    };
    for (const auto& [address, shown] : cases) {
        for (const std::string flag : {"--store", "--bus"}) {
            const std::string sentence = refusal({flag.c_str(), address}, {});
            EXPECT_THAT(sentence, HasSubstr(shown));
            EXPECT_EQ(sentence.find("secret"), std::string::npos) << sentence;
        }
    }
}

TEST(Config, variables_of_other_programs_are_left_alone) {
    EXPECT_EQ(refusal({}, {"PARLOR_SOMETHING_ELSE_ENTIRELY=1", "PATH=/bin"}), "accepted");
}

TEST(Config, help_names_every_setting) {
    const std::string help = app::help_text();
    for (const app::Setting& setting : app::settings()) {
        EXPECT_THAT(help, HasSubstr("--" + std::string(setting.name)));
    }
    EXPECT_EQ(read({"--help"}).verb, Command::Verb::help);
    EXPECT_EQ(read({"--version"}).verb, Command::Verb::version);
}

TEST(Config, documentation_lists_every_setting_with_its_default) {
    std::ifstream in(PARLOR_SOURCE_DIR "/docs/configuration.md");
    std::stringstream text;
    text << in.rdbuf();
    const app::Config defaults;
    for (const app::Setting& setting : app::settings()) {
        const std::string value = setting.get(defaults);
        const std::string cell = value.empty() ? "" : " `" + value + "`";
        EXPECT_THAT(text.str(), HasSubstr("| `" + std::string(setting.name) + "` |" + cell + " |"));
    }
}

}  // namespace
