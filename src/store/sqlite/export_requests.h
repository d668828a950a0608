/// ExportRequests: chat's ExportStore, as requests to the reader of an SQLite store.
///
/// Thread:     the domain's.
/// Owns:       nothing; the store that has it owns the reader.
#pragma once

#include <utility>

#include "chat/export_store.h"
#include "chat/store.h"
#include "store/sqlite/lookup.h"
#include "store/sqlite/reader.h"

namespace store::sqlite {

class ExportRequests final : public chat::ExportStore {
public:
    explicit ExportRequests(Reader& reader) : reader_(reader) {}

    void said(chat::SaidRequest request, chat::StoreReply<chat::SaidPage> reply) override {
        reader_.submit<chat::SaidPage>(
            [request = std::move(request)](Lookup& lookup) {
                return Lookup::Answer<chat::SaidPage>(lookup.exports().said(request));
            },
            std::move(reply));
    }

private:
    Reader& reader_;
};

}  // namespace store::sqlite
