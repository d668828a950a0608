#include "chat/export_desk.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "base/result.h"
#include "chat/account.h"
#include "chat/account_refusals.h"
#include "chat/accounts.h"
#include "chat/event.h"
#include "chat/export_store.h"
#include "chat/exports.h"
#include "chat/fitting.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "chat/permissions.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/store.h"

namespace chat {
namespace {

/// What others put beside one's words is theirs: the message that it answers, and who marked it how.
void keep_own(Event& message) {
    if (!message.standing) return;
    auto standing = std::make_shared<Standing>(*message.standing);
    standing->quote.reset();
    standing->reactions.clear();
    message.standing = std::move(standing);
}

}  // namespace

template <typename T, typename Then>
void ExportDesk::admit(const Credentials& by, const RoomId& room, AccountReply<T> reply,
                       Then then) {
    KnownRoom* const known_room = rooms_.find(room);
    if (by.kind == Credentials::Kind::key) {
        callers_.identify_in_charge<T>(
            by, Action::see_audit, std::move(reply),
            [known_room, then = std::move(then)](const Doer& doer, AccountReply<T> back) mutable {
                if (known_room == nullptr) {
                    back(refuse(AccountError::not_found));
                } else {
                    then(*known_room, doer.who, std::move(back));
                }
            });
        return;
    }
    callers_.identify<T>(
        by.secret, std::move(reply),
        [known_room, then = std::move(then)](const Known& known, AccountReply<T> back) mutable {
            const auto place =
                known_room == nullptr
                    ? known.memberships.end()
                    : std::ranges::find(known.memberships, known_room->room.id, &Membership::room);
            if (place == known.memberships.end()) {
                const bool is_open =
                    known_room != nullptr && known_room->room.kind == RoomKind::open;
                back(refuse(is_open ? AccountError::forbidden : AccountError::not_found));
            } else if (!may(rank_of(known.user.role, place->role), Action::export_room,
                            known_room->room)) {
                back(refuse(AccountError::forbidden));
            } else {
                then(*known_room, Named{.user = known.user.id, .nickname = known.user.nickname},
                     std::move(back));
            }
        });
}

void ExportDesk::open_room(Credentials by, RoomId room, AccountReply<RoomExport> reply) {
    admit<RoomExport>(
        by, room, std::move(reply),
        [this](const KnownRoom& found, Named doer, AccountReply<RoomExport> back) {
            back(RoomExport{
                .room = found.snapshot(), .by = std::move(doer), .time = ports_.clock.wall()});
        });
}

void ExportDesk::room_page(Credentials by, RoomId room, Seq after, AccountReply<Page> reply) {
    admit<Page>(
        by, room, std::move(reply),
        [this, after](const KnownRoom& found, const Named& /*doer*/, AccountReply<Page> back) {
            const PageRequest request{.room = found.room.id,
                                      .from = PageRequest::From::after,
                                      .seq = after,
                                      .limit = kExportPageEvents};
            ports_.store.page(
                request, ports_.lifeline.guard([this, request, back = std::move(back)](
                                                   base::Result<Page, StoreError> page) mutable {
                    if (!page) {
                        back(refuse(account_error_of(page.error())));
                        return;
                    }
                    fit(*page, request, ports_.limits.page_bytes_max);
                    back(*std::move(page));
                }));
        });
}

void ExportDesk::open_own(Credentials by, AccountReply<OwnData> reply) {
    callers_.identify<OwnData>(
        by.secret, std::move(reply), [this](const Known& known, AccountReply<OwnData> back) {
            ports_.accounts.sessions(
                known.user.id, ports_.clock.wall(),
                ports_.lifeline.guard(
                    [data = own_data(known), back = std::move(back)](
                        base::Result<std::vector<Session>, StoreError> sessions) mutable {
                        if (!sessions) {
                            back(refuse(account_error_of(sessions.error())));
                            return;
                        }
                        data.sessions = *std::move(sessions);
                        back(std::move(data));
                    }));
        });
}

OwnData ExportDesk::own_data(const Known& known) {
    OwnData data{.me = known.user,
                 .time = ports_.clock.wall(),
                 .sessions = {},
                 .rooms = {},
                 .ignored = known.ignored};
    for (const Membership& membership : known.memberships) {
        const KnownRoom* const room = rooms_.find(membership.room);
        if (room == nullptr) continue;
        data.rooms.push_back({.room = room->snapshot(),
                              .read = membership.read,
                              .present = room->present(),
                              .role = membership.role,
                              .people = membership.people,
                              .level = membership.level,
                              .liking = membership.liking});
    }
    return data;
}

void ExportDesk::own_page(Credentials by, SaidPlace after, AccountReply<SaidPage> reply) {
    callers_.identify<SaidPage>(
        by.secret, std::move(reply),
        [this, after = std::move(after)](const Known& known, AccountReply<SaidPage> back) {
            store_.said({.user = known.user.id, .after = after, .limit = kExportPageEvents},
                        ports_.lifeline.guard([back = std::move(back)](
                                                  base::Result<SaidPage, StoreError> page) mutable {
                            if (!page) {
                                back(refuse(account_error_of(page.error())));
                                return;
                            }
                            for (Event& message : page->messages)
                                keep_own(message);
                            back(*std::move(page));
                        }));
        });
}

}  // namespace chat
