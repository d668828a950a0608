/// What a store does when somebody shows a token.
///
/// Thread:     the reader's.
#pragma once

#include "base/clock.h"
#include "chat/account.h"
#include "store/sql/writer.h"

namespace store::sql {

/// Moves a session on that is used `now`; writes it where that is due.
void use_session(chat::Session& session, const chat::SecretHash& token, base::WallTime now,
                 Writer& writer);

}  // namespace store::sql
