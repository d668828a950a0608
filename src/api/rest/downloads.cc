#include "api/rest/downloads.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/rest/answers.h"
#include "api/rest/bodies.h"
#include "api/rest/export_text.h"
#include "api/rest/route.h"
#include "base/check.h"
#include "base/executor.h"
#include "base/result.h"
#include "chat/accounts.h"
#include "chat/event.h"
#include "chat/export_store.h"
#include "chat/exports.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/store.h"
#include "loop/remote.h"
#include "net/http/body_pieces.h"
#include "net/http/exchange.h"
#include "net/http/message.h"

namespace api::rest {
namespace {

using net::http::BodyPiece;
using net::http::BodyPieces;
using net::http::Response;

/// Where the pages of a file come from, and the file's way out.
struct Source {
    base::Executor& loop;
    base::Executor& domain;
    chat::Exports& exports;
    Downloads::Wish wish;
    std::shared_ptr<void> ticket;
};

/// A room's log: its beginning at once, then page after page.
class RoomPieces final : public BodyPieces {
public:
    RoomPieces(Source source, chat::RoomExport opened)
        : source_(std::move(source)), opened_(std::move(opened)), home_(source_.loop, *this) {}

    void next(Give give) override {
        if (!std::exchange(is_begun_, true)) {
            give(BodyPiece{.octets = beginning_of_room(source_.wish.form, opened_)});
            return;
        }
        give_ = std::move(give);
        source_.domain.post([here = home_.remote(), &exports = source_.exports,
                             by = source_.wish.by, room = source_.wish.room,
                             after = after_]() mutable {
            exports.room_page(std::move(by), std::move(room), after,
                              [here](base::Result<chat::Page, chat::AccountRefusal> page) {
                                  here.post([page = std::move(page)](RoomPieces& pieces) mutable {
                                      pieces.on_page(std::move(page));
                                  });
                              });
        });
    }

private:
    void on_page(base::Result<chat::Page, chat::AccountRefusal> page) {
        if (!page) {
            give_(std::nullopt);
            return;
        }
        std::vector<chat::Event>& events = page->events;
        std::erase_if(events,
                      [this](const chat::Event& event) { return event.seq > opened_.room.head; });
        BodyPiece piece{.octets = text_of(source_.wish.form, events)};
        count_ += events.size();
        if (!events.empty()) after_ = events.back().seq;
        if (events.empty() || after_ >= opened_.room.head) {
            piece.octets += end_of_room(source_.wish.form, count_);
            piece.more = BodyPiece::More::no;
        }
        give_(std::move(piece));
    }

    Source source_;
    chat::RoomExport opened_;
    bool is_begun_ = false;
    chat::Seq after_ = 0;
    std::uint64_t count_ = 0;
    Give give_;
    loop::Home<RoomPieces> home_;
};

/// All that is one's own: what there is to say of oneself at once, then what one said.
class OwnPieces final : public BodyPieces {
public:
    OwnPieces(Source source, chat::OwnData opened)
        : source_(std::move(source)), opened_(std::move(opened)), home_(source_.loop, *this) {}

    void next(Give give) override {
        if (!std::exchange(is_begun_, true)) {
            give(BodyPiece{.octets = beginning_of_own(opened_)});
            return;
        }
        give_ = std::move(give);
        source_.domain.post([here = home_.remote(), &exports = source_.exports,
                             by = source_.wish.by, after = after_]() mutable {
            exports.own_page(std::move(by), std::move(after),
                             [here](base::Result<chat::SaidPage, chat::AccountRefusal> page) {
                                 here.post([page = std::move(page)](OwnPieces& pieces) mutable {
                                     pieces.on_page(std::move(page));
                                 });
                             });
        });
    }

private:
    void on_page(base::Result<chat::SaidPage, chat::AccountRefusal> page) {
        if (!page) {
            give_(std::nullopt);
            return;
        }
        BodyPiece piece{.octets = text_of(ExportForm::json_lines, page->messages)};
        count_ += page->messages.size();
        if (std::optional<chat::SaidPlace>& next = page->next) {
            after_ = *std::move(next);
        } else {
            piece.octets += end_of_own(count_);
            piece.more = BodyPiece::More::no;
        }
        give_(std::move(piece));
    }

    Source source_;
    chat::OwnData opened_;
    bool is_begun_ = false;
    chat::SaidPlace after_{};
    std::uint64_t count_ = 0;
    Give give_;
    loop::Home<OwnPieces> home_;
};

/// A name that every system takes, of what a room or person is called by the server.
std::string file_name(std::string_view id, std::string_view ending) {
    std::string name = "parlor-";
    for (const char c : id) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '-' || c == '_';
        name += is_plain ? c : '-';
    }
    return name + std::string(ending);
}

Response file_response(ExportForm form, std::string_view id, std::unique_ptr<BodyPieces> pieces) {
    const bool is_html = form == ExportForm::html;
    Response response;
    response.fields.emplace_back("Content-Type",
                                 is_html ? "text/html; charset=utf-8" : "application/x-ndjson");
    response.fields.emplace_back(
        "Content-Disposition",
        "attachment; filename=\"" + file_name(id, is_html ? ".html" : ".jsonl") + "\"");
    response.fields.emplace_back("Content-Security-Policy",
                                 "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    response.fields.emplace_back("Cache-Control", "no-store");
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    response.pieces = std::move(pieces);
    return response;
}

}  // namespace

bool is_download(Operation operation) {
    return operation == Operation::export_room || operation == Operation::export_own;
}

Downloads::Downloads(base::Executor& loop, base::Executor& domain, chat::Exports& exports,
                     std::uint32_t under_way_max)
    : loop_(loop),
      domain_(domain),
      exports_(exports),
      under_way_max_(under_way_max),
      home_(loop, *this) {}

Parsed<Downloads::Wish> Downloads::wish_of(const Route& route, const net::http::Request& request,
                                           chat::Credentials by) {
    Wish wish{.by = std::move(by), .room = {}};
    if (route.operation == Operation::export_own) return wish;
    wish.room = chat::RoomId(std::string(route.id));
    const std::string form = net::http::query_parameter(request.query(), "form");
    if (form == "html") {
        wish.form = ExportForm::html;
    } else if (!form.empty() && form != "jsonl") {
        return base::fail(Invalid{"The form of an export is jsonl or html."});
    }
    return wish;
}

bool Downloads::is_full(const std::string& address) const {
    const auto of_address = under_way_->of_address.find(address);
    return under_way_->all >= under_way_max_ ||
           (of_address != under_way_->of_address.end() && of_address->second >= kOfAddressMax);
}

void Downloads::begin(Wish wish, const std::string& address, std::vector<net::http::Field> fields,
                      net::http::Exchange exchange) {
    const Number number = ++last_;
    ++under_way_->all;
    ++under_way_->of_address[address];
    Ticket ticket(nullptr, [under_way = under_way_, address](void*) {
        --under_way->all;
        const auto of_address = under_way->of_address.find(address);
        if (--of_address->second == 0) under_way->of_address.erase(of_address);
    });
    domain_.post([there = home_.remote(), number, &exports = exports_, by = wish.by,
                  room = wish.room]() mutable {
        if (room.value().empty()) {
            exports.open_own(std::move(by), [there, number](auto opened) {
                there.post([number, opened = std::move(opened)](Downloads& downloads) mutable {
                    downloads.on_own(number, std::move(opened));
                });
            });
        } else {
            exports.open_room(std::move(by), std::move(room), [there, number](auto opened) {
                there.post([number, opened = std::move(opened)](Downloads& downloads) mutable {
                    downloads.on_room(number, std::move(opened));
                });
            });
        }
    });
    waiting_.emplace(number, Waiting{.exchange = std::move(exchange),
                                     .fields = std::move(fields),
                                     .wish = std::move(wish),
                                     .ticket = std::move(ticket)});
}

Downloads::Waiting Downloads::take(Number number) {
    const auto found = waiting_.find(number);
    CHECK(found != waiting_.end());
    Waiting waiting = std::move(found->second);
    waiting_.erase(found);
    return waiting;
}

void Downloads::respond(Waiting waiting, Response response) {
    for (net::http::Field& field : waiting.fields)
        response.fields.push_back(std::move(field));
    waiting.exchange.respond(std::move(response));
}

void Downloads::on_room(Number number,
                        base::Result<chat::RoomExport, chat::AccountRefusal> opened) {
    Waiting waiting = take(number);
    if (!opened) return respond(std::move(waiting), refusal(opened.error()));
    const ExportForm form = waiting.wish.form;
    const std::string id = opened->room.id.value();
    auto pieces = std::make_unique<RoomPieces>(Source{.loop = loop_,
                                                      .domain = domain_,
                                                      .exports = exports_,
                                                      .wish = std::move(waiting.wish),
                                                      .ticket = std::move(waiting.ticket)},
                                               *std::move(opened));
    respond(std::move(waiting), file_response(form, id, std::move(pieces)));
}

void Downloads::on_own(Number number, base::Result<chat::OwnData, chat::AccountRefusal> opened) {
    Waiting waiting = take(number);
    if (!opened) return respond(std::move(waiting), refusal(opened.error()));
    const std::string id = opened->me.id.value();
    auto pieces = std::make_unique<OwnPieces>(Source{.loop = loop_,
                                                     .domain = domain_,
                                                     .exports = exports_,
                                                     .wish = std::move(waiting.wish),
                                                     .ticket = std::move(waiting.ticket)},
                                              *std::move(opened));
    respond(std::move(waiting), file_response(ExportForm::json_lines, id, std::move(pieces)));
}

}  // namespace api::rest
