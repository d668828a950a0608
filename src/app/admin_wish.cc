#include "app/admin_wish.h"

#include <CLI/CLI.hpp>
#include <string>

#include "app/config.h"

namespace app {
namespace {

using Verb = AdminWish::Verb;

CLI::App* add_verb(CLI::App& parent, AdminWish& wish, const std::string& word, Verb verb) {
    CLI::App* const command = parent.add_subcommand(word);
    command->fallthrough();
    command->callback([&wish, verb] { wish.verb = verb; });
    return command;
}

}  // namespace

CLI::App* add_admin(CLI::App& cli, AdminWish& wish) {
    CLI::App* const admin = cli.add_subcommand("admin");
    admin->fallthrough();
    add_verb(*admin, wish, "people", Verb::people)->add_option("QUERY", wish.name);

    CLI::App* const role = add_verb(*admin, wish, "role", Verb::role);
    role->add_option("NAME", wish.name);
    role->add_option("ROLE", wish.role);

    CLI::App* const suspend = add_verb(*admin, wish, "suspend", Verb::suspend);
    suspend->add_option("NAME", wish.name);
    suspend->add_option("--until", wish.until);
    suspend->add_option("--reason", wish.reason);
    add_verb(*admin, wish, "reinstate", Verb::reinstate)->add_option("NAME", wish.name);

    CLI::App* const sessions = admin->add_subcommand("sessions");
    sessions->fallthrough();
    add_verb(*sessions, wish, "end", Verb::end_sessions)->add_option("NAME", wish.name);

    CLI::App* const settings = add_verb(*admin, wish, "settings", Verb::settings);
    settings->add_option("--registration", wish.registration);
    settings->add_option("--guests", wish.guests);

    CLI::App* const invite = add_verb(*admin, wish, "invite", Verb::invite);
    invite->add_option("--uses", wish.uses);
    invite->add_option("--days", wish.days);

    CLI::App* const import = add_verb(*admin, wish, "import", Verb::import);
    import->add_option("FILE", wish.file);
    import->add_option("--host", wish.host);
    import->add_option("--name", wish.name);

    add_verb(*admin, wish, "rooms", Verb::rooms)->add_option("QUERY", wish.name);

    add_verb(*admin, wish, "bans", Verb::bans);
    CLI::App* const ban = add_verb(*admin, wish, "ban", Verb::ban);
    ban->add_option("NETWORK", wish.network);
    ban->add_option("--until", wish.until);
    ban->add_option("--reason", wish.reason);
    add_verb(*admin, wish, "unban", Verb::unban)->add_option("NETWORK", wish.network);

    add_verb(*admin, wish, "audit", Verb::audit);
    add_verb(*admin, wish, "figures", Verb::figures);
    return admin;
}

void check_admin(const AdminWish& wish) {
    const auto need = [](const std::string& word, const std::string& usage) {
        if (word.empty()) throw StartError("Something is missing: parlor admin " + usage + ".");
    };
    switch (wish.verb) {
        case Verb::none:
            throw StartError(
                "Say what to do: parlor admin people, role, suspend, reinstate, sessions end, "
                "settings, invite, import, rooms, bans, ban, unban, audit or figures. "
                "`parlor --help` tells more.");
        case Verb::role:
            need(wish.role, "role NAME ROLE");
            break;
        case Verb::suspend:
            need(wish.name, "suspend NAME");
            break;
        case Verb::reinstate:
            need(wish.name, "reinstate NAME");
            break;
        case Verb::end_sessions:
            need(wish.name, "sessions end NAME");
            break;
        case Verb::import:
            need(wish.file, "import FILE --host NAME");
            need(wish.host, "import FILE --host NAME");
            break;
        case Verb::ban:
            need(wish.network, "ban NETWORK");
            break;
        case Verb::unban:
            need(wish.network, "unban NETWORK");
            break;
        default:
            break;
    }
}

}  // namespace app
