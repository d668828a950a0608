#include "store/transfer/version_fault.h"

#include <fmt/format.h>

#include <string>

namespace store::transfer {

std::string version_fault(const std::string& what, int version, int known) {
    if (version > known) {
        return fmt::format(
            "{} was written by a newer Parlor (schema {}, this one knows {}). Migrate it with that "
            "version.",
            what, version, known);
    }
    if (version < known) {
        return fmt::format(
            "{} is of an older Parlor (schema {}, this one has {}). Start the server on it once, "
            "which brings it up to date, stop it, and run this again.",
            what, version, known);
    }
    return {};
}

}  // namespace store::transfer
