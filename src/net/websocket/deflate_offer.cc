#include "net/websocket/deflate_offer.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace net::websocket {
namespace {

constexpr int kWindowBitsMin = 8;
constexpr int kWindowBitsMax = 15;

/// A token's characters (RFC 9110 §5.6.2).
constexpr bool is_token_character(char c) {
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return true;
    return std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

/// Reads the grammar of §9.1 piece by piece. Blanks are allowed between any two pieces.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) { skip_blanks(); }

    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

    bool take(char separator) {
        if (!rest_.starts_with(separator)) return false;
        rest_.remove_prefix(1);
        skip_blanks();
        return true;
    }

    /// Empty when no token stands here.
    std::string_view take_token() {
        const auto end = std::ranges::find_if_not(rest_, is_token_character);
        const auto token = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
        rest_.remove_prefix(token.size());
        skip_blanks();
        return token;
    }

    /// A token or a quoted token; nullopt when neither stands here.
    std::optional<std::string> take_value() {
        if (!rest_.starts_with('"')) {
            const std::string_view token = take_token();
            return token.empty() ? std::nullopt : std::optional(std::string(token));
        }
        std::string value;
        for (std::size_t at = 1; at < rest_.size(); ++at) {
            if (rest_[at] == '"') {
                rest_.remove_prefix(at + 1);
                skip_blanks();
                return value.empty() ? std::nullopt : std::optional(std::move(value));
            }
            if (rest_[at] == '\\') ++at;
            if (at == rest_.size()) break;
            if (!is_token_character(rest_[at])) break;  // §9.1: unquoted it must be a token
            value.push_back(rest_[at]);
        }
        return std::nullopt;
    }

private:
    void skip_blanks() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size()));
    }

    std::string_view rest_;
};

/// 8..15 in decimal, without leading zeros (RFC 7692 §7.1.2).
std::optional<int> window_bits(const std::optional<std::string>& value) {
    if (!value || value->empty() || value->size() > 2 || value->starts_with('0')) return {};
    int number = 0;
    for (const char digit : *value) {
        if (digit < '0' || digit > '9') return std::nullopt;
        number = 10 * number + (digit - '0');
    }
    if (number < kWindowBitsMin || number > kWindowBitsMax) return std::nullopt;
    return number;
}

constexpr std::array<std::string_view, 4> kParameters{
    "server_no_context_takeover",
    "client_no_context_takeover",
    "server_max_window_bits",
    "client_max_window_bits",
};
constexpr std::size_t kServerMaxWindowBits = 2;

/// Is the value one that we can keep? (RFC 7692 §7.1)
bool may_agree(std::string_view parameter, const std::optional<std::string>& value) {
    if (parameter == "server_max_window_bits") return window_bits(value) == kWindowBitsMax;
    if (parameter == "client_max_window_bits") return !value || window_bits(value).has_value();
    return !value;
}

/// One offer, parameter after parameter.
class Offer {
public:
    explicit Offer(std::string_view extension)
        : is_acceptable_(extension == "permessage-deflate") {}

    void add(std::string_view parameter, const std::optional<std::string>& value) {
        const auto* const known = std::ranges::find(kParameters, parameter);
        const auto index = static_cast<std::size_t>(known - kParameters.begin());
        if (index == kParameters.size() || seen_[index] || !may_agree(parameter, value)) {
            is_acceptable_ = false;
            return;
        }
        seen_.set(index);
    }

    [[nodiscard]] bool is_acceptable() const { return is_acceptable_; }

    [[nodiscard]] std::string answer() const {
        std::string answer =
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
        if (seen_[kServerMaxWindowBits]) answer += "; server_max_window_bits=15";
        return answer;
    }

private:
    bool is_acceptable_;
    std::bitset<kParameters.size()> seen_;
};

}  // namespace

std::optional<std::string> negotiate_deflate(std::string_view offers) {
    std::optional<std::string> chosen;
    Scanner scanner(offers);
    while (!scanner.is_at_end()) {
        if (scanner.take(',')) continue;  // an empty element

        const std::string_view extension = scanner.take_token();
        if (extension.empty()) return std::nullopt;
        Offer offer(extension);
        while (scanner.take(';')) {
            const std::string_view parameter = scanner.take_token();
            if (parameter.empty()) return std::nullopt;
            std::optional<std::string> value;
            if (scanner.take('=')) {
                value = scanner.take_value();
                if (!value) return std::nullopt;
            }
            offer.add(parameter, value);
        }
        if (!scanner.is_at_end() && !scanner.take(',')) return std::nullopt;
        if (!chosen && offer.is_acceptable()) chosen = offer.answer();
    }
    return chosen;
}

}  // namespace net::websocket
