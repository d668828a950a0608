#include "net/http/refusal.h"

#include <string>

#include "base/shared_bytes.h"

namespace net::http {

Response refusal_response(const Refusal& refusal) {
    Response response;
    response.status = refusal.status;
    response.fields.emplace_back("Content-Type", "text/plain; charset=UTF-8");
    response.body = base::SharedBytes(std::string(refusal.sentence) + "\n");
    response.then = Response::Then::close;
    return response;
}

}  // namespace net::http
