#include "net/websocket/handshake.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/result.h"

namespace net::websocket {
namespace {

constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455 §1.3
constexpr std::size_t kKeyDigits = 22;  ///< 16 octets in base64, before the "=="
constexpr std::string_view kKeyPadding = "==";
constexpr std::size_t kAcceptBytes = 28;  ///< 20 octets in base64

constexpr char to_lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_same_token(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, to_lower, to_lower);
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view kBlanks = " \t";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// True when `token` is one of the comma separated elements of `list`, in any case.
bool has_token(std::string_view list, std::string_view token) {
    for (;;) {
        const std::size_t comma = list.find(',');
        if (is_same_token(trim(list.substr(0, comma)), token)) return true;
        if (comma == std::string_view::npos) return false;
        list.remove_prefix(comma + 1);
    }
}

constexpr bool is_base64_digit(char digit) {
    return (digit >= 'A' && digit <= 'Z') || (digit >= 'a' && digit <= 'z') ||
           (digit >= '0' && digit <= '9') || digit == '+' || digit == '/';
}

/// Sixteen octets in base64.
bool is_key(std::string_view key) {
    if (key.size() != kKeyDigits + kKeyPadding.size()) return false;
    if (!key.ends_with(kKeyPadding)) return false;
    return std::ranges::all_of(key.substr(0, kKeyDigits), is_base64_digit);
}

}  // namespace

bool wants_websocket(std::string_view upgrade) {
    return has_token(upgrade, "websocket");
}

base::Result<std::string, HandshakeError> accept_handshake(const HandshakeRequest& request) {
    if (request.method != "GET") return base::fail(HandshakeError::method_not_get);
    if (request.http_version < 11) return base::fail(HandshakeError::http_version_too_old);
    if (!wants_websocket(request.upgrade)) return base::fail(HandshakeError::upgrade_not_websocket);
    if (!has_token(request.connection, "upgrade"))
        return base::fail(HandshakeError::connection_not_upgrade);
    if (trim(request.version) != kSupportedVersion)
        return base::fail(HandshakeError::version_not_supported);

    const std::string_view key = trim(request.key);
    if (!is_key(key)) return base::fail(HandshakeError::key_invalid);
    return accept_value(key);
}

unsigned http_status(HandshakeError error) {
    return error == HandshakeError::version_not_supported ? 426 : 400;
}

std::string_view name(HandshakeError error) {
    switch (error) {
        case HandshakeError::method_not_get:
            return "method_not_get";
        case HandshakeError::http_version_too_old:
            return "http_version_too_old";
        case HandshakeError::upgrade_not_websocket:
            return "upgrade_not_websocket";
        case HandshakeError::connection_not_upgrade:
            return "connection_not_upgrade";
        case HandshakeError::version_not_supported:
            return "version_not_supported";
        case HandshakeError::key_invalid:
            return "key_invalid";
    }
    return "unknown";
}

std::string accept_value(std::string_view key) {
    std::string text(key);
    text += kGuid;

    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());

    std::array<unsigned char, kAcceptBytes + 1> base64{};  // OpenSSL ends it with a zero
    const int written =
        EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
    CHECK(written == static_cast<int>(kAcceptBytes));
    return {reinterpret_cast<const char*>(base64.data()), kAcceptBytes};
}

}  // namespace net::websocket
