#include "store/sqlite/log_merge.h"

#include <utility>

#include "chat/ids.h"
#include "store/sql/place.h"
#include "store/sqlite/log_source.h"

namespace store::sqlite {

void LogMerge::add(LogSource& source, sql::Number room, chat::Seq read, chat::Seq head) {
    if (read >= head) return;
    if (auto entry = source.next(room, read)) rooms_.push({*std::move(entry), head});
}

LogEntry LogMerge::next(LogSource& source) {
    Room room = rooms_.top();
    rooms_.pop();
    add(source, room.entry.room(), sql::seq_of(room.entry.place), room.head);
    return std::move(room.entry);
}

}  // namespace store::sqlite
