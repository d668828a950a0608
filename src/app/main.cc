/// parlor: reads what it is told, and serves until it is told to stop; or copies or moves its data; or
/// is in charge of a server that runs.
///
/// Exit codes: 0 stopped as asked, or done; 1 could not start or do it, with one sentence on standard error.

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "app/admin_command.h"
#include "app/config.h"
#include "app/copying.h"
#include "app/draining.h"
#include "app/migrating.h"
#include "app/node.h"
#include "base/log.h"

namespace {

// Taken by this thread alone, by sigwait; the others never see them.
sigset_t block_stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

void print(const std::string& text) {
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
}

void serve(const app::Config& config) {
    const sigset_t signals = block_stop_signals();
    std::signal(SIGPIPE,
                SIG_IGN);  // a peer that is gone is an error of the write, not of the process

    base::Log log(config.log_level);
    app::Node node(config, log);
    std::string hello = config.name + " is open at " + node.url() + "\n";
    if (const std::string url = node.owner_url(); !url.empty())
        hello += "Nobody owns it yet. Make the owner's account at " + url + "\n";
    if (!config.rate_limits)
        hello += "Warning: rate limits are off. That is for load tests, not for people.\n";
    print(hello);

    int signal = 0;
    sigwait(&signals, &signal);
    log.info("stopping", {{"signal", signal == SIGINT ? "SIGINT" : "SIGTERM"}});
    // A second signal does not wait for the drain.
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    node.drain();
    log.info("stopped");
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const app::Command command = app::read_command(argc, argv, environ);
        switch (command.verb) {
            case app::Command::Verb::help:
                print(app::help_text());
                return EXIT_SUCCESS;
            case app::Command::Verb::version:
                print("parlor " PARLOR_VERSION "\n");
                return EXIT_SUCCESS;
            case app::Command::Verb::serve:
                serve(command.config);
                return EXIT_SUCCESS;
            case app::Command::Verb::backup:
                print(app::back_up(command));
                return EXIT_SUCCESS;
            case app::Command::Verb::restore:
                print(app::restore(command));
                return EXIT_SUCCESS;
            case app::Command::Verb::migrate_store:
                print(app::migrate_store(command));
                return EXIT_SUCCESS;
            case app::Command::Verb::drain:
                print(app::drain(command));
                return EXIT_SUCCESS;
            case app::Command::Verb::admin:
                print(app::administer(command));
                return EXIT_SUCCESS;
        }
    } catch (const app::StartError& error) {
        std::fprintf(stderr, "parlor: %s\n", error.what());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "parlor: unexpected: %s\n", error.what());
    }
    return EXIT_FAILURE;
}
