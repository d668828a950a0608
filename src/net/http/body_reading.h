/// BodyReading: what a handler keeps of a request while the request's body is being read.
///
/// Thread:     made and destroyed on the loop of the connection; the handler says what its own may touch.
/// Owns:       whatever the handler put in; the connection owns it, as long as it reads that body and no longer.
/// Invariant:  destroyed before the request is handled, and also when it never will be: connection died, limit reached.
#pragma once

#include <memory>

#include "base/result.h"

namespace net::http {

class BodyReading {
public:
    BodyReading(const BodyReading&) = delete;
    BodyReading& operator=(const BodyReading&) = delete;
    virtual ~BodyReading() = default;

protected:
    BodyReading() = default;
};

/// The request shall be handled at once, without its body (Request::is_body_unread).
struct BodyUnwanted {};

/// What a handler says when a body begins: read it and keep this meanwhile (nullptr: nothing), or leave it.
using BodyBegun = base::Result<std::unique_ptr<BodyReading>, BodyUnwanted>;

}  // namespace net::http
