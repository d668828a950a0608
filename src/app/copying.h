/// Copying: `parlor backup` and `parlor restore`, each with one sentence about what was done.
///
/// Thread:     main.
/// Elsewhere:  the work is store/sqlite/backup.h and store/sqlite/restore.h.
#pragma once

#include <string>

#include "app/config.h"

namespace app {

/// Copies the data of `command.config` into `command.file`.
///
/// errors  StartError with what to do about it
std::string back_up(const Command& command);

/// Puts `command.file` in the place of the data of `command.config`.
///
/// errors  StartError with what to do about it
std::string restore(const Command& command);

}  // namespace app
