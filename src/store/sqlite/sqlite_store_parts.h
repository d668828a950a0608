/// SqliteStore::Parts: what the store is made of, for the units that carry out its calls.
///
/// Thread:     made and ended by main; each part says its own.
/// Owns:       the directory, the threads and the connections.
#pragma once

#include <utility>

#include "base/clock.h"
#include "store/metrics.h"
#include "store/sqlite/admin_requests.h"
#include "store/sqlite/data_directory.h"
#include "store/sqlite/database.h"
#include "store/sqlite/export_requests.h"
#include "store/sqlite/finder.h"
#include "store/sqlite/import_requests.h"
#include "store/sqlite/index_state.h"
#include "store/sqlite/indexer.h"
#include "store/sqlite/options.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/room_record_requests.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/writer.h"

namespace store::sqlite {

struct SqliteStore::Parts {
    Parts(DataDirectory taken, const Database::Settings& writing, const Database::Settings& reading,
          const Options& options, const Surroundings& around)
        : directory(std::move(taken)),
          clock(around.clock),
          metrics(around.metrics),
          writer(writing, options, {around.replies, around.clock, around.log, metrics}),
          reader(reading, options, writer, {around.replies, around.clock, around.log, metrics}),
          finder(reading, search_settings(directory, options), options, index_state,
                 {around.replies, around.clock, around.log, metrics}),
          indexer(reading, search_settings(directory, options), options, finder, index_state,
                  {around.clock, around.log, metrics}) {}

    static Database::Settings search_settings(const DataDirectory& directory,
                                              const Options& options) {
        return {.file = directory.search_file(),
                .vfs = options.search_vfs,
                .cache_bytes_max = options.index_cache_bytes_max,
                .wal_bytes_max = options.wal_bytes_max,
                .lock_patience = options.lock_patience};
    }

    DataDirectory directory;
    const base::Clock& clock;
    Metrics metrics;
    Writer writer;
    Reader reader;
    AdminRequests admin{writer, reader};
    ExportRequests exports{reader};
    ImportRequests imports{writer};
    RoomRecordRequests room_records{writer, reader};
    IndexState index_state;
    Finder finder;
    Indexer indexer;
};

}  // namespace store::sqlite
