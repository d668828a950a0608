#include "base/sha256.h"

#include <openssl/evp.h>

#include <string>
#include <string_view>

#include "base/check.h"

namespace base {

std::string sha256(std::string_view octets) {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned int size = 0;
    const int done =
        EVP_Digest(octets.data(), octets.size(), reinterpret_cast<unsigned char*>(digest.data()),
                   &size, EVP_sha256(), nullptr);
    CHECK(done == 1);
    digest.resize(size);
    return digest;
}

}  // namespace base
