/// ExportRequests: chat's ExportStore, as requests to the reader of a store.
///
/// Thread:     the domain's.
/// Owns:       nothing; the store that has it owns the reader.
#pragma once

#include <utility>

#include "chat/export_store.h"
#include "chat/store.h"
#include "store/sql/lookup.h"
#include "store/sql/reader.h"

namespace store::sql {

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

}  // namespace store::sql
