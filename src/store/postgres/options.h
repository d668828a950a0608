/// Options: the bounds of a store over PostgreSQL. The defaults are right; tests set them small.
///
/// Thread:     any. A value.
#pragma once

#include "store/postgres/search_options.h"
#include "store/sql/options.h"

namespace store::postgres {

struct Options : sql::Options {
    SearchOptions search;
};

}  // namespace store::postgres
