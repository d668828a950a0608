/// The web client's files, as built into this program.
///
/// Thread:     any. Immutable data in the program's read-only section.
/// Owns:       nothing; every view is good until the program ends.
/// Invariant:  paths are unique, begin with '/', and are sorted; `identity` is the whole file.
/// Elsewhere:  tools/embed_assets.py writes the implementation while building, cmake/WebAssets.cmake calls it.
#pragma once

#include <span>
#include <string_view>

namespace api::http {

/// One file. An encoding that would not have been smaller is empty; then `identity` is what to send.
struct Asset {
    std::string_view path;          ///< "/index.html", "/assets/index-B3xk9.js"
    std::string_view content_type;  ///< "text/html; charset=utf-8"
    std::string_view
        etag;  ///< strong and quoted, the same for all encodings: send `Vary: Accept-Encoding`
    std::string_view identity;
    std::string_view gzip;
    std::string_view brotli;
    bool immutable;  ///< the name holds a hash of the content, so it may be cached for ever
};

/// Every file; none when the program was built without the web client.
std::span<const Asset> embedded_assets();

}  // namespace api::http
