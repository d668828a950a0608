/// Downloads: files that people take away, made while they are sent.
///
/// Thread:     loop; one Downloads for each loop. The domain's replies come back as messages.
/// Owns:       the exchanges whose file is not begun yet.
/// Invariant:  at most under_way_max files of one loop are under way, kOfAddressMax of them of one address, each with one
///             page in memory: whoever takes them slowly keeps only few from others. A file that cannot
///             be made to its end is cut off, so that whoever gets it knows.
/// Elsewhere:  what stands in them is export_text.h; who may have them chat/exports.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/rest/bodies.h"
#include "api/rest/export_text.h"
#include "api/rest/route.h"
#include "base/executor.h"
#include "base/result.h"
#include "chat/accounts.h"
#include "chat/exports.h"
#include "chat/ids.h"
#include "chat/in_charge.h"
#include "loop/remote.h"
#include "net/http/exchange.h"
#include "net/http/message.h"

namespace api::rest {

[[nodiscard]] bool is_download(Operation operation);

class Downloads {
public:
    static constexpr std::uint32_t kOfAddressMax = 4;

    /// What a request asks for.
    struct Wish {
        chat::Credentials by;
        chat::RoomId room;  ///< empty: one's own data
        ExportForm form = ExportForm::json_lines;
    };

    Downloads(base::Executor& loop, base::Executor& domain, chat::Exports& exports,
              std::uint32_t under_way_max);

    /// route   is_download
    /// errors  a form that is none
    static Parsed<Wish> wish_of(const Route& route, const net::http::Request& request,
                                chat::Credentials by);

    /// One more of that address would be one too many.
    [[nodiscard]] bool is_full(const std::string& address) const;

    /// Not while it is full.
    /// fields  of the answer, for the browser
    void begin(Wish wish, const std::string& address, std::vector<net::http::Field> fields,
               net::http::Exchange exchange);

private:
    using Number = std::uint64_t;
    /// While it lives, a file is under way.
    using Ticket = std::shared_ptr<void>;
    struct Waiting {
        net::http::Exchange exchange;
        std::vector<net::http::Field> fields;
        Wish wish;
        Ticket ticket;
    };

    void on_room(Number number, base::Result<chat::RoomExport, chat::AccountRefusal> opened);
    void on_own(Number number, base::Result<chat::OwnData, chat::AccountRefusal> opened);
    [[nodiscard]] Waiting take(Number number);
    static void respond(Waiting waiting, net::http::Response response);

    base::Executor& loop_;
    base::Executor& domain_;
    chat::Exports& exports_;
    const std::uint32_t under_way_max_;
    /// How many are under way, by address; outlives this for the files that do.
    struct UnderWay {
        std::uint32_t all = 0;
        std::unordered_map<std::string, std::uint32_t> of_address;
    };
    std::shared_ptr<UnderWay> under_way_ = std::make_shared<UnderWay>();
    Number last_ = 0;
    std::unordered_map<Number, Waiting> waiting_;
    loop::Home<Downloads> home_;
};

}  // namespace api::rest
