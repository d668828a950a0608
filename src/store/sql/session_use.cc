#include "store/sql/session_use.h"

#include <algorithm>
#include <variant>

#include "base/clock.h"
#include "chat/account.h"
#include "store/sql/claim.h"
#include "store/sql/identities.h"
#include "store/sql/ledger.h"
#include "store/sql/write_request.h"
#include "store/sql/writer.h"

namespace store::sql {
namespace {

/// The end of a session moves with each use. It is written when the session was not used for a minute, or for a
/// thirtieth of a life that is short.
bool is_worth_writing(const chat::Session& kept, base::WallTime now) {
    constexpr int kParts = 30;
    constexpr base::Milliseconds kMinute{60'000};
    const auto unused = now > kept.used ? now - kept.used : kept.used - now;
    return unused >= std::min<base::Milliseconds>(kMinute, kept.lifetime / kParts);
}

struct Prolong {
    chat::SecretHash token;
    chat::Session session;

    Ledger::Answer<std::monostate> operator()(Ledger& ledger) const {
        ledger.identities().prolong_session(token, session);
        return std::monostate();
    }
    void tell(Claim& /*claim*/) const {}  // nobody but its owner knows the token
};

}  // namespace

void use_session(chat::Session& session, const chat::SecretHash& token, base::WallTime now,
                 Writer& writer) {
    const bool is_due = is_worth_writing(session, now);
    session.used = now;
    session.expires = now + session.lifetime;
    if (!is_due) return;
    writer.submit(make_write_request<std::monostate>(Prolong{token, session}, {}));
}

}  // namespace store::sql
