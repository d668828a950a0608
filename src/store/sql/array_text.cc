#include "store/sql/array_text.h"

#include <string_view>

namespace store::sql {

void ArrayText::add(std::string_view element) {
    if (!text_.empty()) text_ += ',';
    text_ += '"';
    for (const char octet : element) {
        if (octet == '"' || octet == '\\') text_ += '\\';
        text_ += octet;
    }
    text_ += '"';
}

}  // namespace store::sql
