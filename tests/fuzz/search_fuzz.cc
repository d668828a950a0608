/// Any octets as a query and as a text, which may mean people: read or refused, never worse; what was read is within its bounds, and where it is
/// found in a text the marks are in order and within it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "base/words.h"
#include "chat/mentions.h"
#include "chat/search_match.h"
#include "chat/search_query.h"

namespace {

constexpr std::size_t kNamesMax = 20;

std::size_t utf16_units(std::string_view text) {
    std::size_t units = 0;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if ((octet & 0xC0U) != 0x80) units += octet >= 0xF0 ? 2 : 1;
    }
    return units;
}

void check_terms(const std::vector<chat::SearchTerm>& terms) {
    for (const chat::SearchTerm& term : terms) {
        CHECK(!term.words.empty());
        for (const std::string& word : term.words) {
            CHECK(!word.empty());
            CHECK(word.find_first_of("\" *") == std::string::npos);
            CHECK(base::is_utf8(word));
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    if (!base::is_utf8(all)) return 0;
    const std::size_t cut = all.find('\n');
    const std::string_view typed = all.substr(0, cut);
    const std::string_view text = cut == std::string_view::npos ? all : all.substr(cut + 1);

    std::size_t end = 0;
    for (const base::Word& word : base::words_of(text)) {
        CHECK(!word.folded.empty());
        CHECK(word.length > 0);
        CHECK(word.start >= end);
        end = word.start + word.length;
    }
    CHECK(end <= utf16_units(text));

    const std::vector<std::string> meant = chat::mentioned_keys(text, kNamesMax);
    CHECK(meant.size() <= kNamesMax);
    for (const std::string& key : meant)
        CHECK(!key.empty() && base::is_utf8(key));

    const auto query = chat::parse_search_query(typed, base::Milliseconds(3'600'000));
    if (!query) return 0;
    CHECK(query->wanted.size() + query->excluded.size() + query->from.size() + query->in.size() <=
          chat::kQueryTermsMax);
    check_terms(query->wanted);
    check_terms(query->excluded);
    const auto marks = chat::match(text, query->wanted, query->excluded);
    if (!marks) return 0;
    CHECK(marks->size() <= chat::kMarksMax);
    end = 0;
    for (const chat::Mark& mark : *marks) {
        CHECK(mark.length > 0);
        CHECK(mark.start >= end);
        end = mark.start + mark.length;
    }
    CHECK(end <= utf16_units(text));
    return 0;
}
