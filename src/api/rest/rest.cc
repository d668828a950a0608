#include "api/rest/rest.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "api/rest/administration.h"
#include "api/rest/answers.h"
#include "api/rest/downloads.h"
#include "api/rest/import_bodies.h"
#include "base/clock.h"
#include "base/result.h"
#include "chat/account.h"
#include "chat/administration.h"
#include "chat/in_charge.h"

namespace api::rest {
namespace {

using net::http::Exchange;
using net::http::Method;
using net::http::Request;
using net::http::Response;

constexpr std::string_view kMethods = "GET, POST, PUT, PATCH, DELETE";
constexpr std::size_t kTokenBytesMax = 128;  // longer: none of ours
constexpr base::Milliseconds kRetrySoon{1000};

/// Of an Authorization of that scheme; empty when there is none.
std::string secret_of(const Request& request, std::string_view scheme) {
    const std::string_view field = request.field("Authorization");
    if (field.size() <= scheme.size() || field.size() > scheme.size() + kTokenBytesMax ||
        !net::http::equal_names(field.substr(0, scheme.size()), scheme)) {
        return {};
    }
    return std::string(field.substr(scheme.size()));
}

/// Empty when the request names none.
std::string token_of(const Request& request) {
    return secret_of(request, "Bearer ");
}

chat::Credentials credentials_of(const Request& request) {
    std::string key = secret_of(request, kAdminKeyScheme);
    if (!key.empty()) return chat::Credentials::of_key(std::move(key));
    return chat::Credentials::of_token(token_of(request));
}

chat::Caller caller_of(const Request& request) {
    return {.address = request.peer_address,
            .agent = std::string(request.field("User-Agent").substr(0, chat::kAgentBytesMax))};
}

bool says_json(const Request& request) {
    constexpr std::string_view kJson = "application/json";
    const std::string_view type = request.field("Content-Type");
    return net::http::equal_names(type.substr(0, kJson.size()), kJson) &&
           (type.size() == kJson.size() || type[kJson.size()] == ';' || type[kJson.size()] == ' ');
}

Response unavailable() {
    return refusal(
        chat::AccountRefusal{.error = chat::AccountError::unavailable, .retry_after = kRetrySoon});
}

}  // namespace

Rest::Rest(base::Executor& loop, base::Executor& domain, chat::Accounts& accounts,
           chat::Administration& administration, chat::Exports& exports, chat::Imports& imports,
           const base::Clock& clock, const Options& options, base::Metrics& metrics)
    : domain_(domain),
      accounts_(accounts),
      administration_(administration),
      imports_(imports),
      clock_(clock),
      options_(options),
      rates_(options.requests_per_second, options.requests_burst),
      cors_(options.allowed_origins),
      metrics_(metrics),
      downloads_(loop, domain, exports, options.downloads_max),
      home_(loop, *this) {}

std::uint64_t Rest::body_bytes_max(const Request& head, const net::http::Limits& /*limits*/) const {
    const auto found = find_route(head.method, head.path());
    const auto* const route = std::get_if<Route>(&found);
    const bool is_import = route != nullptr && route->operation == Operation::import_events;
    return is_import ? kImportBodyBytesMax : kBodyBytesMax;
}

void Rest::handle(Request request, Exchange exchange) {
    if (!cors_.may_use(request)) {
        metrics_.foreign.add();
        return respond(request, exchange,
                       refusal(403, "origin_forbidden", "Pages of other hosts may not ask here."));
    }
    if (request.method == Method::options) {
        return exchange.respond(cors_.preflight(request, kMethods));
    }
    const auto found = find_route(request.method, request.path());
    if (const auto* wrong = std::get_if<WrongMethod>(&found)) {
        Response response = refusal(405, "method_not_allowed",
                                    "This resource answers " + std::string(wrong->allowed) + ".");
        response.fields.emplace_back("Allow", wrong->allowed);
        return respond(request, exchange, std::move(response));
    }
    const auto* const route = std::get_if<Route>(&found);
    if (route == nullptr) {
        return respond(request, exchange,
                       refusal(404, "not_found",
                               "There is no such resource; /api/v1/openapi.json lists them."));
    }
    if (!request.body.empty() && !says_json(request)) {
        return respond(request, exchange,
                       refusal(415, "not_json", "Send the body as application/json."));
    }
    if (const base::Milliseconds wait = wait_of(request); wait > base::Milliseconds(0)) {
        metrics_.rate_limited.add();
        return respond(request, exchange,
                       refusal(chat::AccountRefusal{.error = chat::AccountError::rate_limited,
                                                    .retry_after = wait}));
    }
    const bool is_full = is_download(route->operation) ? downloads_.is_full(request.peer_address)
                                                       : waiting_.size() >= options_.waiting_max;
    if (is_full) {
        metrics_.overloaded.add();
        return respond(request, exchange, unavailable());
    }
    metrics_.requests.add();
    if (const std::optional<Invalid> invalid = ask(*route, request, exchange)) {
        metrics_.invalid.add();
        respond(request, exchange, refusal(*invalid));
    }
}

base::Milliseconds Rest::wait_of(const Request& request) {
    if (options_.rate_limits == Options::RateLimits::off) return base::Milliseconds(0);
    return rates_.take(request.peer_address, clock_.now());
}

std::optional<Invalid> Rest::ask(const Route& route, const Request& request, Exchange& exchange) {
    switch (route.operation) {
        case Operation::sign_up:
        case Operation::sign_in:
        case Operation::sign_out:
        case Operation::show_me:
        case Operation::change_me:
        case Operation::change_password:
            return ask_about_oneself(route.operation, request, exchange);
        case Operation::list_sessions:
        case Operation::end_session:
        case Operation::end_other_sessions:
            return ask_about_sessions(route, request, exchange);
        case Operation::list_invites:
        case Operation::make_invite:
        case Operation::revoke_invite:
        case Operation::check_invite:
            return ask_about_invites(route, request, exchange);
        case Operation::begin_import:
        case Operation::import_events:
        case Operation::finish_import:
            return ask_for_import(route, request, exchange);
        case Operation::export_room:
        case Operation::export_own:
            return ask_for_download(route, request, exchange);
        default:
            break;
    }
    return ask_about_administration(route, request, exchange);
}

std::optional<Invalid> Rest::ask_about_oneself(Operation operation, const Request& request,
                                               Exchange& exchange) {
    std::string token = token_of(request);
    const auto me = [](const chat::User& user) { return rest::answer(user); };
    const auto none = [] { return answer_none(); };
    if (operation == Operation::sign_up) {
        auto asked = parse_sign_up(request.body);
        if (!asked) return std::move(asked).error();
        asked->token = std::move(token);
        asked->caller = caller_of(request);
        send<chat::SignedIn>(
            request, exchange,
            [asked = *std::move(asked)](chat::Accounts& accounts, auto reply) mutable {
                accounts.sign_up(std::move(asked), std::move(reply));
            },
            [](const chat::SignedIn& signed_in) { return rest::answer(201, signed_in); });
    } else if (operation == Operation::sign_in) {
        auto asked = parse_sign_in(request.body);
        if (!asked) return std::move(asked).error();
        asked->caller = caller_of(request);
        send<chat::SignedIn>(
            request, exchange,
            [asked = *std::move(asked)](chat::Accounts& accounts, auto reply) mutable {
                accounts.sign_in(std::move(asked), std::move(reply));
            },
            [](const chat::SignedIn& signed_in) { return rest::answer(200, signed_in); });
    } else if (operation == Operation::change_password) {
        auto asked = parse_password_change(request.body);
        if (!asked) return std::move(asked).error();
        send<void>(
            request, exchange,
            [token = std::move(token), asked = *std::move(asked), caller = caller_of(request)](
                chat::Accounts& accounts, auto reply) mutable {
                accounts.change_password(std::move(token), std::move(asked.current),
                                         std::move(asked.next), std::move(caller),
                                         std::move(reply));
            },
            none);
    } else if (operation == Operation::change_me) {
        auto change = parse_profile_change(request.body);
        if (!change) return std::move(change).error();
        send<chat::User>(
            request, exchange,
            [token = std::move(token), change = *std::move(change)](chat::Accounts& accounts,
                                                                    auto reply) mutable {
                accounts.change_profile(std::move(token), std::move(change), std::move(reply));
            },
            me);
    } else if (operation == Operation::show_me) {
        send<chat::User>(
            request, exchange,
            [token = std::move(token)](chat::Accounts& accounts, auto reply) mutable {
                accounts.me(std::move(token), std::move(reply));
            },
            me);
    } else {
        send<void>(
            request, exchange,
            [token = std::move(token)](chat::Accounts& accounts, auto reply) mutable {
                accounts.sign_out(std::move(token), std::move(reply));
            },
            none);
    }
    return std::nullopt;
}

std::optional<Invalid> Rest::ask_about_sessions(const Route& route, const Request& request,
                                                Exchange& exchange) {
    std::string token = token_of(request);
    const auto none = [] { return answer_none(); };
    if (route.operation == Operation::list_sessions) {
        send<std::vector<chat::SessionView>>(
            request, exchange,
            [token = std::move(token)](chat::Accounts& accounts, auto reply) mutable {
                accounts.sessions(std::move(token), std::move(reply));
            },
            [](const std::vector<chat::SessionView>& sessions) { return rest::answer(sessions); });
    } else if (route.operation == Operation::end_session) {
        send<void>(
            request, exchange,
            [token = std::move(token), id = chat::SessionId(std::string(route.id))](
                chat::Accounts& accounts, auto reply) mutable {
                accounts.end_session(std::move(token), std::move(id), std::move(reply));
            },
            none);
    } else {
        send<void>(
            request, exchange,
            [token = std::move(token)](chat::Accounts& accounts, auto reply) mutable {
                accounts.end_other_sessions(std::move(token), std::move(reply));
            },
            none);
    }
    return std::nullopt;
}

std::optional<Invalid> Rest::ask_about_invites(const Route& route, const Request& request,
                                               Exchange& exchange) {
    chat::Credentials by = credentials_of(request);
    const auto none = [] { return answer_none(); };
    if (route.operation == Operation::list_invites) {
        send<std::vector<chat::Invite>>(
            request, exchange,
            [by = std::move(by)](chat::Accounts& accounts, auto reply) mutable {
                accounts.invites(std::move(by), std::move(reply));
            },
            [](const std::vector<chat::Invite>& invites) { return rest::answer(invites); });
    } else if (route.operation == Operation::make_invite) {
        auto asked = parse_invite_request(request.body);
        if (!asked) return std::move(asked).error();
        send<chat::MadeInvite>(
            request, exchange,
            [by = std::move(by), asked = *asked](chat::Accounts& accounts, auto reply) mutable {
                accounts.create_invite(std::move(by), asked, std::move(reply));
            },
            [](const chat::MadeInvite& made) { return rest::answer(made); });
    } else if (route.operation == Operation::revoke_invite) {
        send<void>(
            request, exchange,
            [by = std::move(by), id = chat::InviteId(std::string(route.id))](
                chat::Accounts& accounts, auto reply) mutable {
                accounts.revoke_invite(std::move(by), std::move(id), std::move(reply));
            },
            none);
    } else {
        auto code = parse_invite_check(request.body);
        if (!code) return std::move(code).error();
        send<void>(
            request, exchange,
            [code = *std::move(code), caller = caller_of(request)](chat::Accounts& accounts,
                                                                   auto reply) mutable {
                accounts.check_invite(std::move(code), std::move(caller), std::move(reply));
            },
            none);
    }
    return std::nullopt;
}

std::optional<Invalid> Rest::ask_for_import(const Route& route, const Request& request,
                                            Exchange& exchange) {
    chat::Credentials by = credentials_of(request);
    chat::RoomId room{std::string(route.id)};
    if (route.operation == Operation::begin_import) {
        auto wish = parse_import_wish(request.body);
        if (!wish) return std::move(wish).error();
        send<chat::Room>(
            request, exchange,
            [&imports = imports_, by = std::move(by), wish = *std::move(wish)](
                chat::Accounts& /*accounts*/, auto reply) mutable {
                imports.begin(std::move(by), std::move(wish), std::move(reply));
            },
            [](const chat::Room& made) { return rest::answer(201, made); });
    } else if (route.operation == Operation::import_events) {
        auto events = parse_import_events(request.body);
        if (!events) return std::move(events).error();
        send<chat::Seq>(
            request, exchange,
            [&imports = imports_, by = std::move(by), room = std::move(room),
             events = *std::move(events)](chat::Accounts& /*accounts*/, auto reply) mutable {
                imports.add(std::move(by), std::move(room), std::move(events), std::move(reply));
            },
            [](const chat::Seq& head) { return answer_head(head); });
    } else {
        auto host = parse_import_finish(request.body);
        if (!host) return std::move(host).error();
        send<chat::Room>(
            request, exchange,
            [&imports = imports_, by = std::move(by), room = std::move(room),
             host = *std::move(host)](chat::Accounts& /*accounts*/, auto reply) mutable {
                imports.finish(std::move(by), std::move(room), std::move(host), std::move(reply));
            },
            [](const chat::Room& opened) { return rest::answer(200, opened); });
    }
    return std::nullopt;
}

std::optional<Invalid> Rest::ask_for_download(const Route& route, const Request& request,
                                              Exchange& exchange) {
    auto wish = Downloads::wish_of(route, request, credentials_of(request));
    if (!wish) return std::move(wish).error();
    std::vector<net::http::Field> fields;
    cors_.append_fields(request, fields);
    downloads_.begin(*std::move(wish), request.peer_address, std::move(fields),
                     std::move(exchange));
    return std::nullopt;
}

std::optional<Invalid> Rest::ask_about_administration(const Route& route, const Request& request,
                                                      Exchange& exchange) {
    auto asked = question_of(route, request, credentials_of(request), options_.version);
    if (!asked) return std::move(asked).error();
    domain_.post([this_there = home_.remote(), number = wait(request, exchange),
                  &administration = administration_, ask = *std::move(asked)]() mutable {
        ask(administration, [this_there, number](Response response) {
            this_there.post([number, response = std::move(response)](Rest& rest) mutable {
                rest.answer(number, std::move(response));
            });
        });
    });
    return std::nullopt;
}

Rest::Number Rest::wait(const Request& request, Exchange& exchange) {
    const Number number = ++last_;
    Waiting& waiting = waiting_[number];
    cors_.append_fields(request, waiting.fields);
    waiting.exchange = std::move(exchange);
    return number;
}

template <typename T, typename Call, typename Encode>
void Rest::send(const Request& request, Exchange& exchange, Call call, Encode encode) {
    domain_.post([this_there = home_.remote(), number = wait(request, exchange),
                  &accounts = accounts_, call = std::move(call),
                  encode = std::move(encode)]() mutable {
        call(accounts,
             chat::AccountReply<T>([this_there, number, encode = std::move(encode)](
                                       const base::Result<T, chat::AccountRefusal>& result) {
                 Response response;
                 if (!result) {
                     response = refusal(result.error());
                 } else if constexpr (std::is_void_v<T>) {
                     response = encode();
                 } else {
                     response = encode(*result);
                 }
                 this_there.post([number, response = std::move(response)](Rest& rest) mutable {
                     rest.answer(number, std::move(response));
                 });
             }));
    });
}

void Rest::answer(Number number, Response response) {
    const auto found = waiting_.find(number);
    if (found == waiting_.end()) return;
    Waiting waiting = std::move(found->second);
    waiting_.erase(found);
    for (net::http::Field& field : waiting.fields)
        response.fields.push_back(std::move(field));
    waiting.exchange.respond(std::move(response));
}

void Rest::respond(const Request& request, Exchange& exchange, Response response) const {
    cors_.append_fields(request, response.fields);
    exchange.respond(std::move(response));
}

}  // namespace api::rest
