#include "base/sha256_digest.h"

#include <openssl/evp.h>

#include <string>
#include <string_view>

#include "base/check.h"

namespace base {

void Sha256Digest::Free::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

Sha256Digest::Sha256Digest() : context_(EVP_MD_CTX_new()) {
    CHECK(context_ != nullptr);
    begin();
}

void Sha256Digest::begin() {
    CHECK(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

void Sha256Digest::add(std::string_view octets) {
    CHECK(EVP_DigestUpdate(context_.get(), octets.data(), octets.size()) == 1);
}

std::string Sha256Digest::take() {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    CHECK(EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()),
                             &size) == 1);
    digest.resize(size);
    begin();
    return digest;
}

}  // namespace base
