#include "net/http/exchange.h"

#include <utility>

#include "base/check.h"
#include "net/http/detached.h"
#include "net/tcp/seat.h"
#include "net/websocket/connection.h"

namespace net::http {

Exchange::Exchange(Answerer& answerer) : answerer_(&answerer), wire_(&answerer.wire()) {
    CHECK(answerer.exchange_ == nullptr);
    answerer.exchange_ = this;
}

Exchange::Exchange(Exchange&& other) noexcept : wire_(other.wire_) {
    answerer_ = other.take();
    if (answerer_ != nullptr) answerer_->exchange_ = this;
}

Exchange& Exchange::operator=(Exchange&& other) noexcept {
    if (this == &other) return *this;
    Exchange old(std::move(*this));  // answers 500 when it was still open
    wire_ = other.wire_;
    answerer_ = other.take();
    if (answerer_ != nullptr) answerer_->exchange_ = this;
    return *this;
}

Exchange::~Exchange() {
    if (answerer_ == nullptr) return;
    Response response;
    response.status = 500;
    response.fields.emplace_back("Content-Type", "text/plain; charset=UTF-8");
    response.static_body = "The server has no answer to this request.\n";
    respond(std::move(response));
}

Answerer* Exchange::take() {
    if (answerer_ != nullptr) answerer_->exchange_ = nullptr;
    return std::exchange(answerer_, nullptr);
}

void Exchange::respond(Response response) {
    if (Answerer* const answerer = take()) answerer->respond(std::move(response));
}

void Exchange::when_gone(std::move_only_function<void()> gone) {
    if (answerer_ != nullptr) answerer_->when_gone(std::move(gone));
}

std::unique_ptr<websocket::Connection> Exchange::accept_websocket(
    const Request& request, const websocket::ConnectionOptions& options) {
    Answerer* const answerer = take();
    return answerer == nullptr ? nullptr : answerer->accept_websocket(request, options);
}

void Exchange::move_to(Wire& there, Request request,
                       std::move_only_function<void(Request, Exchange)> then) {
    if (Answerer* const answerer = take())
        answerer->move_to(there, std::move(request), std::move(then));
}

Detached Exchange::detach() {
    Answerer* const answerer = take();
    return answerer == nullptr ? Detached{} : answerer->detach();
}

tcp::Seat Exchange::try_take_seat() const {
    return answerer_ == nullptr ? tcp::Seat() : answerer_->try_take_seat();
}

Wire& Exchange::wire() const {
    CHECK(wire_ != nullptr);
    return *wire_;
}

void Answerer::forget_exchange() {
    if (exchange_ != nullptr) (void)exchange_->take();
}

}  // namespace net::http
