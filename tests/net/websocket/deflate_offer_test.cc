#include "net/websocket/deflate_offer.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

namespace net::websocket {
namespace {

constexpr std::string_view kAgreed =
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

TEST(DeflateOffer, is_agreed_without_context_takeover) {
    struct Offered {
        std::string_view why;
        std::string_view offers;
        const char* more = "";  ///< what the answer says beyond kAgreed
    };
    const Offered cases[] = {
        {"plain", "permessage-deflate"},
        {"as browsers say it", "permessage-deflate; client_max_window_bits"},
        {"with a value", "permessage-deflate; client_max_window_bits=10"},
        {"a quoted value", "permessage-deflate; client_max_window_bits=\"10\""},
        {"a quoted pair", R"(permessage-deflate; client_max_window_bits="1\0")"},
        {"all of them",
         "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
         "server_max_window_bits=15; client_max_window_bits=15",
         "; server_max_window_bits=15"},
        {"blanks", " permessage-deflate \t;  client_max_window_bits = 8 "},
        {"empty elements", ", ,permessage-deflate,,"},
        {"another extension before", "x-webkit-deflate-frame, permessage-deflate"},
        {"another extension after", "permessage-deflate, bbf-usp-protocol; a=b; c"},
        {"a second offer we can keep",
         "permessage-deflate; server_max_window_bits=10, permessage-deflate"},
        {"the first of two", "permessage-deflate; server_max_window_bits=15, permessage-deflate",
         "; server_max_window_bits=15"},
        {"a good one after an invalid one",
         "permessage-deflate; client_max_window_bits=99, permessage-deflate"},
    };
    for (const auto& [why, offers, more] : cases) {
        SCOPED_TRACE(why);
        EXPECT_EQ(negotiate_deflate(offers), std::string(kAgreed) + more);
    }
}

TEST(DeflateOffer, is_passed_over) {
    struct Offered {
        std::string_view why;
        std::string_view offers;
    };
    const Offered cases[] = {
        {"nothing offered", ""},
        {"only commas", ",,"},
        {"another extension", "x-webkit-deflate-frame"},
        {"another case", "Permessage-Deflate"},
        {"a name that only begins so", "permessage-deflate2"},
        {"an unknown parameter", "permessage-deflate; window=1"},
        {"a repeated flag",
         "permessage-deflate; server_no_context_takeover; server_no_context_takeover"},
        {"a repeated value",
         "permessage-deflate; client_max_window_bits=10; client_max_window_bits=10"},
        {"a flag with a value", "permessage-deflate; server_no_context_takeover=1"},
        {"another flag with a value", "permessage-deflate; client_no_context_takeover=true"},
        {"server_max_window_bits without a value", "permessage-deflate; server_max_window_bits"},
        {"a smaller window for us", "permessage-deflate; server_max_window_bits=14"},
        {"7 bits", "permessage-deflate; client_max_window_bits=7"},
        {"16 bits", "permessage-deflate; client_max_window_bits=16"},
        {"a leading zero", "permessage-deflate; client_max_window_bits=08"},
        {"a sign", "permessage-deflate; client_max_window_bits=+9"},
        {"a hundred", "permessage-deflate; client_max_window_bits=100"},
        {"letters", "permessage-deflate; client_max_window_bits=ab"},
        {"an empty value", "permessage-deflate; client_max_window_bits="},
        {"an empty quoted value", "permessage-deflate; client_max_window_bits=\"\""},
        {"a quote that does not end", "permessage-deflate; client_max_window_bits=\"10"},
        {"a quoted pair that does not end", "permessage-deflate; client_max_window_bits=\"10\\"},
        {"a quoted blank", "permessage-deflate; client_max_window_bits=\"1 0\""},
        {"a separator without a parameter", "permessage-deflate;"},
        {"two separators", "permessage-deflate;; client_max_window_bits"},
        {"two names", "permessage-deflate permessage-deflate"},
        {"a parameter first", "; client_max_window_bits"},
        {"a value of the extension", "permessage-deflate=1"},
        {"broken grammar after a good offer", "permessage-deflate, \"x\""},
        {"a zero octet", std::string_view("permessage-deflate\0", 19)},
    };
    for (const auto& [why, offers] : cases) {
        SCOPED_TRACE(why);
        EXPECT_EQ(negotiate_deflate(offers), std::nullopt);
    }
}

}  // namespace
}  // namespace net::websocket
