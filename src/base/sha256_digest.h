/// Sha256Digest: SHA-256 (FIPS 180-4) of octets that come one after another.
///
/// Thread:     any, one at a time.
/// Owns:       the state of the digest.
/// Elsewhere:  of octets that are all there, sha256.h.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace base {

class Sha256Digest {
public:
    Sha256Digest();

    /// Where one piece ends and the next begins makes no difference.
    void add(std::string_view octets);

    /// The 32 octets of the digest of all that was added; it begins anew.
    [[nodiscard]] std::string take();

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    void begin();

    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace base
