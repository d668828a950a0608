/// ArrayText: an array of PostgreSQL as its text, to be the value of one parameter.
///
/// Thread:     any. A value.
/// Source:     PostgreSQL, "Array Input and Output Syntax".
#pragma once

#include <string>
#include <string_view>

namespace store::sql {

class ArrayText {
public:
    void add(std::string_view element);
    [[nodiscard]] std::string text() const { return '{' + text_ + '}'; }

private:
    std::string text_;
};

}  // namespace store::sql
