#include "support/faulty_vfs.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <new>
#include <ranges>
#include <system_error>
#include <utility>

namespace support {
namespace {

std::atomic<int> instances{0};

}  // namespace

/// What SQLite allocates for one open file; the real one lies behind it.
struct FaultyVfs::File {
    sqlite3_file base;  // first: SQLite sees only this
    FaultyVfs* owner;
    const char* name;  // SQLite keeps it as long as the file is open; null for a temporary file
    sqlite3_file* real;
};

FaultyVfs::File& FaultyVfs::file_of(sqlite3_file* file) {
    return *reinterpret_cast<File*>(file);
}

FaultyVfs& FaultyVfs::self_of(sqlite3_vfs* vfs) {
    return *static_cast<FaultyVfs*>(vfs->pAppData);
}

FaultyVfs::FaultyVfs()
    : name_("faulty-" + std::to_string(++instances)), real_(sqlite3_vfs_find(nullptr)) {
    vfs_ = *real_;
    vfs_.zName = name_.c_str();
    vfs_.pNext = nullptr;
    vfs_.pAppData = this;
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.xOpen = on_open;
    vfs_.xDelete = on_delete;
    sqlite3_vfs_register(&vfs_, 0);
}

FaultyVfs::~FaultyVfs() {
    sqlite3_vfs_unregister(&vfs_);
}

void FaultyVfs::fail_at(std::uint64_t n, Fault fault, Error error) {
    const std::lock_guard lock(mutex_);
    operations_ = 0;
    fails_at_ = n;
    fault_ = fault;
    error_ = error;
}

void FaultyVfs::heal() {
    const std::lock_guard lock(mutex_);
    fails_at_ = 0;
}

bool FaultyVfs::has_failed() const {
    const std::lock_guard lock(mutex_);
    return fails_at_ != 0 && operations_ >= fails_at_;
}

std::uint64_t FaultyVfs::operations() const {
    const std::lock_guard lock(mutex_);
    return operations_;
}

int FaultyVfs::count(int io_error) {
    const std::lock_guard lock(mutex_);
    ++operations_;
    if (fails_at_ == 0 || operations_ < fails_at_) return SQLITE_OK;
    if (operations_ > fails_at_ && fault_ == Fault::once) return SQLITE_OK;
    return error_ == Error::full ? SQLITE_FULL : io_error;
}

const sqlite3_io_methods& FaultyVfs::methods() {
    static const sqlite3_io_methods kMethods = {
        .iVersion = 2,
        .xClose =
            [](sqlite3_file* file) {
                sqlite3_file* const real = file_of(file).real;
                return real->pMethods->xClose(real);
            },
        .xRead =
            [](sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
                sqlite3_file* const real = file_of(file).real;
                return real->pMethods->xRead(real, bytes, count, offset);
            },
        .xWrite = on_write,
        .xTruncate = on_truncate,
        .xSync = on_sync,
        .xFileSize =
            [](sqlite3_file* file, sqlite3_int64* size) {
                sqlite3_file* const real = file_of(file).real;
                return real->pMethods->xFileSize(real, size);
            },
        .xLock =
            [](sqlite3_file* file, int level) {
                sqlite3_file* const real = file_of(file).real;
                return real->pMethods->xLock(real, level);
            },
        .xUnlock =
            [](sqlite3_file* file, int level) {
                sqlite3_file* const real = file_of(file).real;
                return real->pMethods->xUnlock(real, level);
            },
        .xCheckReservedLock =
            [](sqlite3_file* file, int* is_locked) {
                sqlite3_file* const real = file_of(file).real;
                return real->pMethods->xCheckReservedLock(real, is_locked);
            },
        .xFileControl =
            [](sqlite3_file* file, int operation, void* argument) {
                sqlite3_file* const real = file_of(file).real;
                return real->pMethods->xFileControl(real, operation, argument);
            },
        .xSectorSize =
            [](sqlite3_file* file) {
                sqlite3_file* const real = file_of(file).real;
                return real->pMethods->xSectorSize(real);
            },
        .xDeviceCharacteristics =
            [](sqlite3_file* file) {
                sqlite3_file* const real = file_of(file).real;
                return real->pMethods->xDeviceCharacteristics(real);
            },
        .xShmMap =
            [](sqlite3_file* file, int page, int bytes, int extend, void volatile** memory) {
                sqlite3_file* const real = file_of(file).real;
                return real->pMethods->xShmMap(real, page, bytes, extend, memory);
            },
        .xShmLock =
            [](sqlite3_file* file, int offset, int count, int flags) {
                sqlite3_file* const real = file_of(file).real;
                return real->pMethods->xShmLock(real, offset, count, flags);
            },
        .xShmBarrier =
            [](sqlite3_file* file) {
                sqlite3_file* const real = file_of(file).real;
                real->pMethods->xShmBarrier(real);
            },
        .xShmUnmap =
            [](sqlite3_file* file, int also_delete) {
                sqlite3_file* const real = file_of(file).real;
                return real->pMethods->xShmUnmap(real, also_delete);
            },
        .xFetch = nullptr,
        .xUnfetch = nullptr,
    };
    return kMethods;
}

int FaultyVfs::on_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags,
                       int* out_flags) {
    FaultyVfs& self = self_of(vfs);
    auto* const real =
        reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::byte*>(file) + sizeof(File));
    file->pMethods = nullptr;  // only an open file is closed
    const int code = self.real_->xOpen(self.real_, name, real, flags, out_flags);
    if (code != SQLITE_OK) return code;
    new (file) File{.base = {.pMethods = &methods()}, .owner = &self, .name = name, .real = real};
    return SQLITE_OK;
}

int FaultyVfs::on_write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    File& self = file_of(file);
    if (const int code = self.owner->count(SQLITE_IOERR_WRITE); code != SQLITE_OK) return code;
    self.owner->remember(self, bytes, count, offset);
    return self.real->pMethods->xWrite(self.real, bytes, count, offset);
}

int FaultyVfs::on_truncate(sqlite3_file* file, sqlite3_int64 size) {
    File& self = file_of(file);
    if (const int code = self.owner->count(SQLITE_IOERR_TRUNCATE); code != SQLITE_OK) return code;
    return self.real->pMethods->xTruncate(self.real, size);
}

int FaultyVfs::on_sync(sqlite3_file* file, int /*flags*/) {
    const File& self = file_of(file);
    if (const int code = self.owner->count(SQLITE_IOERR_FSYNC); code != SQLITE_OK) return code;
    if (self.name == nullptr) return SQLITE_OK;
    const std::lock_guard lock(self.owner->mutex_);
    self.owner->unsynced_.erase(self.name);
    return SQLITE_OK;
}

int FaultyVfs::on_delete(sqlite3_vfs* vfs, const char* name, int /*sync_directory*/) {
    FaultyVfs& self = self_of(vfs);
    if (const int code = self.count(SQLITE_IOERR_DELETE); code != SQLITE_OK) return code;
    {
        const std::lock_guard lock(self.mutex_);
        self.unsynced_.erase(name);
    }
    return self.real_->xDelete(self.real_, name, 0);
}

void FaultyVfs::remember(File& file, const void* bytes, int count, sqlite3_int64 offset) {
    if (file.name == nullptr) return;
    const auto length = static_cast<std::size_t>(count);
    Written written{.offset = offset,
                    .before = {},
                    .after = std::string(static_cast<const char*>(bytes), length),
                    .size_before = 0};
    file.real->pMethods->xFileSize(file.real, &written.size_before);
    const auto kept = std::clamp<sqlite3_int64>(written.size_before - offset, 0, count);
    written.before.resize(static_cast<std::size_t>(kept));
    if (kept > 0) {
        file.real->pMethods->xRead(file.real, written.before.data(), static_cast<int>(kept),
                                   offset);
    }
    const std::lock_guard lock(mutex_);
    unsynced_[file.name].push_back(std::move(written));
}

void FaultyVfs::undo(const std::string& name, const std::vector<Written>& writes) {
    std::fstream file(name, std::ios::in | std::ios::out | std::ios::binary);
    if (!file) return;
    for (const Written& write : std::views::reverse(writes)) {
        file.seekp(write.offset);
        file.write(write.before.data(), static_cast<std::streamsize>(write.before.size()));
    }
    file.close();
    const auto size = static_cast<std::uintmax_t>(writes.front().size_before);
    std::error_code ignored;
    if (std::filesystem::file_size(name, ignored) > size) {
        std::filesystem::resize_file(name, size, ignored);
    }
}

void FaultyVfs::lose_power(std::mt19937_64& chance) {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, writes] : unsynced_) {
        if (writes.empty()) continue;
        undo(name, writes);
        std::fstream file(name, std::ios::in | std::ios::out | std::ios::binary);
        for (const Written& write : writes) {
            if (!file || (chance() & 1U) == 0) continue;
            file.seekp(write.offset);
            file.write(write.after.data(), static_cast<std::streamsize>(write.after.size()));
        }
    }
    unsynced_.clear();
}

}  // namespace support
