#pragma once

#include <string>
#include <utility>

struct wrong_name {};  // finds: readability-identifier-naming

inline std::string moved(std::string text) {
    std::string other = std::move(text);
    return other + text;  // finds: bugprone-use-after-move
}
