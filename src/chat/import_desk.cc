#include "chat/import_desk.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"
#include "base/unicode.h"
#include "chat/account.h"
#include "chat/account_refusals.h"
#include "chat/accounts.h"
#include "chat/audit.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/imports.h"
#include "chat/in_charge.h"
#include "chat/names.h"
#include "chat/noting.h"
#include "chat/people.h"
#include "chat/permissions.h"
#include "chat/room.h"
#include "chat/rooms.h"
#include "chat/secrets.h"
#include "chat/store.h"

namespace chat {
namespace {

/// Somebody of that id elsewhere: always the same one in the room, and nobody of this server.
UserId stranger_of(const RoomId& room, const UserId& there) {
    constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuv";
    constexpr std::size_t kCharacters = 20;  // 100 bits
    const std::string hash = base::sha256(room.value() + "/" + there.value());
    std::string id = "x-";
    for (std::size_t at = 0; at < kCharacters; ++at)
        id += kDigits[static_cast<unsigned char>(hash[at]) % kDigits.size()];
    return UserId(std::move(id));
}

AccountError import_error_of(StoreError error) {
    switch (error) {
        case StoreError::no_such_room:
        case StoreError::not_allowed:
            return AccountError::not_found;
        case StoreError::overtaken:
        case StoreError::no_such_message:
            return AccountError::import_invalid;
        case StoreError::too_many_rooms:
            return AccountError::too_many;
        default:
            return admin_error_of(error);
    }
}

}  // namespace

void ImportDesk::begin(Credentials by, ImportWish wish, AccountReply<Room> reply) {
    std::optional<Name> name = room_name_from(wish.name, ports_.limits.room_name_characters_max);
    std::optional<std::string> topic = topic_from(wish.topic, ports_.limits.topic_characters_max);
    callers_.identify_in_charge<Room>(
        by, Action::import_room, std::move(reply),
        [this, name = std::move(name), topic = std::move(topic)](const Doer& /*doer*/,
                                                                 AccountReply<Room> back) mutable {
            if (!name || !topic) {
                back(refuse(AccountError::name_invalid));
                return;
            }
            if (rooms_.size() - rooms_.direct() >= ports_.limits.rooms_max) {
                back(refuse(AccountError::too_many));
                return;
            }
            Room room{.id = RoomId(ports_.random.token(kRoomIdCharacters)),
                      .name = std::move(name->text),
                      .name_key = {},
                      .kind = RoomKind::closed,
                      .created = ports_.clock.wall(),
                      .topic = *std::move(topic)};
            room.name_key = key_of_closed(room.id);
            ports_.store.create_room(
                std::move(room), {},
                ports_.lifeline.guard(
                    [this, back = std::move(back)](base::Result<Room, StoreError> made) mutable {
                        if (!made) {
                            back(refuse(import_error_of(made.error())));
                            return;
                        }
                        rooms_.add(*made);
                        back(*std::move(made));
                    }));
        });
}

void ImportDesk::add(Credentials by, RoomId room, std::vector<Event> events,
                     AccountReply<Seq> reply) {
    for (Event& event : events) {
        event.room = room;
        event.actor = stranger_of(room, event.actor);
        event.nickname = base::unicode::clean_name(event.nickname);
        event.text = base::unicode::clean(event.text);
        event.nonce = Nonce("import-" + std::to_string(event.seq));
        if (event.by) {
            event.by = std::make_shared<const Named>(
                Named{.user = stranger_of(room, event.by->user), .nickname = event.by->nickname});
        }
    }
    callers_.identify_in_charge<Seq>(
        by, Action::import_room, std::move(reply),
        [this, room = std::move(room), events = std::move(events)](const Doer& /*doer*/,
                                                                   AccountReply<Seq> back) mutable {
            KnownRoom* const known = rooms_.find(room);
            if (known == nullptr || events.size() > kImportEventsMax) {
                back(refuse(known == nullptr ? AccountError::not_found
                                             : AccountError::import_invalid));
                return;
            }
            store_.import_events(
                std::move(room), std::move(events),
                ports_.lifeline.guard([known, back = std::move(back)](
                                          base::Result<Imported, StoreError> added) mutable {
                    if (!added) {
                        back(refuse(import_error_of(added.error())));
                        return;
                    }
                    if (!known->live && added->head > known->room.head) {
                        known->room.head = added->head;
                        known->room.ordinal = added->ordinal;
                    }
                    back(added->head);
                }));
        });
}

void ImportDesk::finish(Credentials by, RoomId room, std::string host, AccountReply<Room> reply) {
    callers_.identify_in_charge<Room>(
        by, Action::import_room, std::move(reply),
        [this, room = std::move(room), host = std::move(host)](const Doer& doer,
                                                               AccountReply<Room> back) mutable {
            KnownRoom* const known = rooms_.find(room);
            if (known == nullptr || known->room.kind != RoomKind::closed) {
                back(refuse(AccountError::not_found));
                return;
            }
            auto on_host = ports_.lifeline.guard(
                [this, known, doer, back = std::move(back)](
                    base::Result<std::optional<Account>, StoreError> found) mutable {
                    if (!found) {
                        back(refuse(import_error_of(found.error())));
                    } else if (!*found) {
                        back(refuse(AccountError::no_such_person));
                    } else {
                        seat(*known, doer, (*found)->user, std::move(back));
                    }
                });
            if (host.empty()) {
                ports_.accounts.account_of(doer.who.user, std::move(on_host));
            } else {
                ports_.accounts.find_account(key_from(host), std::move(on_host));
            }
        });
}

void ImportDesk::seat(KnownRoom& room, const Doer& doer, const User& host,
                      AccountReply<Room> reply) {
    // A room that has people is not being imported: nothing is done to it.
    store_.import_events(
        room.room.id, {},
        ports_.lifeline.guard([this, &room, doer, host, reply = std::move(reply)](
                                  base::Result<Imported, StoreError> inert) mutable {
            if (!inert) {
                reply(refuse(import_error_of(inert.error())));
                return;
            }
            Append joining{.room = room.room.id,
                           .kind = EventKind::member_joined,
                           .actor = host.id,
                           .nickname = host.nickname,
                           .time = ports_.clock.wall(),
                           .text = {},
                           .nonce = {}};
            if (!doer.who.user.value().empty() && doer.who.user != host.id) joining.by = doer.who;
            ports_.store.append(
                std::move(joining),
                ports_.lifeline.guard([this, &room, doer, host, reply = std::move(reply)](
                                          base::Result<Appended, StoreError> joined) mutable {
                    on_seated(room, doer, host, std::move(joined), std::move(reply));
                }));
        }));
}

void ImportDesk::on_seated(KnownRoom& room, const Doer& doer, const User& host,
                           base::Result<Appended, StoreError> joined, AccountReply<Room> reply) {
    if (!joined) {
        reply(refuse(import_error_of(joined.error())));
        return;
    }
    Event& event = joined->event;
    AuditEntry entry{.time = event.time,
                     .by = doer.who,
                     .action = AuditAction::room_imported,
                     .detail = std::to_string(event.seq - 1)};
    Person* const person = seats_.find(host.id);
    const Place* place = nullptr;
    if (person != nullptr && person->place(room) == nullptr) {
        place = &seats_.begin(*person, {.room = &room,
                                        .read = event.seq,
                                        .read_ordinal = event.ordinal,
                                        .since = event.seq,
                                        .mute_known = Place::MuteKnown::yes});
    }
    if (place != nullptr) seats_.subscribe(*person, *place, ConnectionId(), event.by.get());
    delivery_.committed(room, std::move(event));
    Append hosting{.room = room.room.id,
                   .kind = EventKind::host_made,
                   .actor = host.id,
                   .nickname = host.nickname,
                   .time = ports_.clock.wall(),
                   .text = {},
                   .nonce = {}};
    if (!doer.who.user.value().empty() && doer.who.user != host.id) hosting.by = doer.who;
    ports_.admin.note(std::move(entry), noting(ports_));
    ports_.store.append(std::move(hosting),
                        ports_.lifeline.guard([this, &room, reply = std::move(reply)](
                                                  base::Result<Appended, StoreError> made) mutable {
                            if (!made) {
                                reply(refuse(import_error_of(made.error())));
                                return;
                            }
                            Room opened = room.snapshot();
                            opened.head = made->event.seq;
                            reply(std::move(opened));
                            delivery_.committed(room, std::move(made->event));
                        }));
}

}  // namespace chat
