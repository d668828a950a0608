#include "store/sqlite/derived_files.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "store/sqlite/copy_refusal.h"
#include "store/sqlite/disk.h"

namespace store::sqlite {
namespace {

constexpr std::string_view kDerived[] = {"search.db"};

}  // namespace

std::optional<CopyRefusal> remove_derived(const std::string& directory, Disk& disk) {
    for (const std::string_view derived : kDerived) {
        for (const std::string_view companion : {"", "-wal", "-shm", "-journal"}) {
            const std::string path = fmt::format("{}/{}{}", directory, derived, companion);
            const auto error = disk.remove(path);
            if (!error) continue;
            return CopyRefusal{.error = CopyError::failed,
                               .sentence = fmt::format("Cannot remove {}: {}. The database is as "
                                                       "it was; look at the disk's free space and "
                                                       "permissions.",
                                                       path, error.message())};
        }
    }
    return std::nullopt;
}

}  // namespace store::sqlite
