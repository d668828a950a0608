#include "store/sqlite/session_use.h"

#include <algorithm>
#include <variant>

#include "base/clock.h"
#include "chat/account.h"
#include "store/sqlite/identities.h"
#include "store/sqlite/ledger.h"
#include "store/sqlite/write_request.h"
#include "store/sqlite/writer.h"

namespace store::sqlite {
namespace {

/// The end of a session moves with each use. It is written when the session was not used for a minute, or for a
/// thirtieth of a life that is short.
bool is_worth_writing(const chat::Session& kept, base::WallTime now) {
    constexpr int kParts = 30;
    constexpr base::Milliseconds kMinute{60'000};
    const auto unused = now > kept.used ? now - kept.used : kept.used - now;
    return unused >= std::min<base::Milliseconds>(kMinute, kept.lifetime / kParts);
}

}  // namespace

void use_session(chat::Session& session, const chat::SecretHash& token, base::WallTime now,
                 Writer& writer) {
    const bool is_due = is_worth_writing(session, now);
    session.used = now;
    session.expires = now + session.lifetime;
    if (!is_due) return;
    writer.submit(make_write_request<std::monostate>(
        [token, session](Ledger& ledger) -> Ledger::Answer<std::monostate> {
            ledger.identities().prolong_session(token, session);
            return std::monostate();
        },
        {}));
}

}  // namespace store::sqlite
