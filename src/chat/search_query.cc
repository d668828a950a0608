#include "chat/search_query.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "base/unicode.h"
#include "base/words.h"

namespace chat {
namespace {

using base::fail;

enum class Filter : std::uint8_t { none, from, in, before, after, on };

struct FilterName {
    std::string_view name;
    Filter filter;
};
constexpr std::array kFilters = {
    FilterName{"from:", Filter::from},     FilterName{"in:", Filter::in},
    FilterName{"before:", Filter::before}, FilterName{"after:", Filter::after},
    FilterName{"on:", Filter::on},
};

/// One thing between blanks: `tea`, `-"green tea"`, `from:ada`.
struct Item {
    Filter filter = Filter::none;
    std::string_view value;
    enum class Sense : std::uint8_t { wanted, excluded } sense = Sense::wanted;
    enum class Form : std::uint8_t { plain, quoted } form = Form::plain;
};

char small(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool begins_with_name(std::string_view text, std::string_view name) {
    return text.size() >= name.size() &&
           std::ranges::equal(text.substr(0, name.size()), name, {}, small);
}

// Telephones turn quotation marks by themselves, and the Japanese keyboard has a blank of its own.
constexpr std::array<std::string_view, 4> kQuotes = {"\"", "\u201C", "\u201D", "\u201E"};
constexpr std::array<std::string_view, 6> kBlanks = {" ", "\t", "\n", "\r", "\u00A0", "\u3000"};

/// Octets of the one of `signs` at the front of `text`; 0: none is there.
template <std::size_t N>
std::size_t sign_at_front(std::string_view text, const std::array<std::string_view, N>& signs) {
    const auto found = std::ranges::find_if(
        signs, [text](std::string_view sign) { return text.starts_with(sign); });
    return found == signs.end() ? 0 : found->size();
}

class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    std::optional<Item> next() {
        while (const std::size_t blank = sign_at_front(rest_, kBlanks))
            rest_.remove_prefix(blank);
        if (rest_.empty()) return std::nullopt;
        Item item;
        if (rest_.front() == '-') {
            item.sense = Item::Sense::excluded;
            rest_.remove_prefix(1);
        }
        for (const FilterName& each : kFilters) {
            if (!begins_with_name(rest_, each.name)) continue;
            item.filter = each.filter;
            rest_.remove_prefix(each.name.size());
            break;
        }
        if (const std::size_t quote = sign_at_front(rest_, kQuotes)) {
            rest_.remove_prefix(quote);
            item.form = Item::Form::quoted;
            item.value = take([](std::string_view at) { return sign_at_front(at, kQuotes) != 0; });
            rest_.remove_prefix(sign_at_front(rest_, kQuotes));
        } else {
            item.value = take([](std::string_view at) {
                return sign_at_front(at, kQuotes) != 0 || sign_at_front(at, kBlanks) != 0;
            });
        }
        return item;
    }

private:
    template <typename IsEnd>
    std::string_view take(IsEnd is_end) {
        std::size_t length = 0;
        while (length < rest_.size() && !is_end(rest_.substr(length)))
            ++length;
        const std::string_view taken = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return taken;
    }

    std::string_view rest_;
};

std::optional<int> digits(std::string_view text) {
    int number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        constexpr int kTen = 10;
        number = number * kTen + (c - '0');
    }
    return number;
}

/// The day's beginning in UTC; "2026-01-31".
std::optional<base::WallTime> day_of(std::string_view text) {
    constexpr std::size_t kLength = 10;
    constexpr std::size_t kMonth = 5;
    constexpr std::size_t kDay = 8;
    constexpr int kFirstYear = 1970;
    if (text.size() != kLength || text[kMonth - 1] != '-' || text[kDay - 1] != '-') {
        return std::nullopt;
    }
    const auto year = digits(text.substr(0, kMonth - 1));
    const auto month = digits(text.substr(kMonth, 2));
    const auto day = digits(text.substr(kDay, 2));
    if (!year || !month || !day || *year < kFirstYear) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::time_point_cast<base::Milliseconds>(std::chrono::sys_days(date));
}

void begin_at(TimeSpan& span, base::WallTime time) {
    span.begin = span.begin ? std::max(*span.begin, time) : time;
}
void end_at(TimeSpan& span, base::WallTime time) {
    span.end = span.end ? std::min(*span.end, time) : time;
}

/// nullopt: there is no word in it.
std::optional<SearchTerm> term_of(const Item& item) {
    SearchTerm term;
    base::Word last;
    for (base::Word& word : base::words_of(item.value)) {
        last = word;
        term.words.push_back(std::move(word.folded));
    }
    if (term.words.empty()) return std::nullopt;
    const bool is_beginning =
        item.form == Item::Form::plain && item.value.ends_with('*') &&
        last.script == base::Word::Script::spaced &&
        base::unicode::count_characters(last.folded) >= kBeginningCharactersMin;
    if (is_beginning) term.last = SearchTerm::Last::beginning;
    return term;
}

}  // namespace

base::Result<SearchQuery, QueryFault> parse_search_query(std::string_view typed,
                                                         base::Milliseconds east) {
    if (base::unicode::count_characters(typed) > kQueryCharactersMax) {
        return fail(QueryFault::too_long);
    }
    SearchQuery query;
    std::size_t terms = 0;
    Reader reader(typed);
    while (const auto item = reader.next()) {
        if (item->filter == Filter::none) {
            auto term = term_of(*item);
            if (!term) continue;
            const bool is_excluded = item->sense == Item::Sense::excluded;
            (is_excluded ? query.excluded : query.wanted).push_back(*std::move(term));
        } else if (item->sense == Item::Sense::excluded) {
            return fail(QueryFault::excluded_filter);
        } else if (item->value.empty()) {
            return fail(QueryFault::empty_filter);
        } else if (item->filter == Filter::from) {
            query.from.emplace_back(item->value);
        } else if (item->filter == Filter::in) {
            query.in.emplace_back(item->value);
        } else {
            const auto utc = day_of(item->value);
            if (!utc) return fail(QueryFault::date);
            const base::WallTime day = *utc - east;
            const base::WallTime next = day + std::chrono::days(1);
            if (item->filter != Filter::before) {
                begin_at(query.sent, item->filter == Filter::on ? day : next);
            }
            if (item->filter != Filter::after) {
                end_at(query.sent, item->filter == Filter::on ? next : day);
            }
        }
        if (++terms > kQueryTermsMax) return fail(QueryFault::too_many_terms);
    }
    const bool has_filter =
        !query.from.empty() || !query.in.empty() || query.sent.begin || query.sent.end;
    if (query.wanted.empty() && !has_filter) return fail(QueryFault::empty);
    return query;
}

}  // namespace chat
