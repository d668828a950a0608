/// Ports: what every part of the domain works with.
///
/// Thread:     domain.
/// Owns:       the lifeline of the parts' replies; borrows the rest.
#pragma once

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "chat/account_store.h"
#include "chat/admin_store.h"
#include "chat/audience.h"
#include "chat/bus.h"
#include "chat/chat.h"
#include "chat/lifeline.h"
#include "chat/metrics.h"
#include "chat/passwords.h"
#include "chat/room_records.h"
#include "chat/room_store.h"
#include "chat/store.h"

namespace chat {

struct Ports {
    const base::Clock& clock;
    base::Random& random;
    Store& store;
    AccountStore& accounts;
    RoomStore& room_store;
    RoomRecords& room_records;
    AdminStore& admin;
    Passwords& passwords;
    Bus& bus;
    Audience& audience;
    Limits limits;
    ChatMetrics metrics;
    base::Log& log;
    Lifeline lifeline;
};

}  // namespace chat
