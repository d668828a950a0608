/// Upkeep: what an engine does beside the writer's transactions, on the writer's thread.
///
/// Thread:     the writer's; made and ended by main.
/// Invariant:  a database that it is given is one that its engine connected to write.
#pragma once

#include "store/sql/database.h"

namespace store::sql {

class Upkeep {
public:
    Upkeep() = default;
    virtual ~Upkeep() = default;
    Upkeep(const Upkeep&) = delete;
    Upkeep& operator=(const Upkeep&) = delete;

    /// A transaction was committed.
    virtual void committed(Database& /*database*/) {}
    /// A batch is answered. database  null: there is no connection
    virtual void after_batch(Database* /*database*/) {}
    /// Nobody writes.
    /// returns  false: there is nothing to do
    virtual bool use_idle_time() { return false; }
};

}  // namespace store::sql
