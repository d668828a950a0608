/// AdminServer: the running server, as the command line asks it with the key in its data directory.
///
/// Thread:     main; blocks.
/// Owns:       the key.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "app/admin_key.h"

namespace app {

class AdminServer {
public:
    /// data  the server's data directory
    /// errors  StartError: no server runs there
    explicit AdminServer(const std::string& data);

    /// The answer's object; an empty one where there is none. A server that is busy is asked again when it says so.
    ///
    /// resource  below /api/v1/
    /// errors    StartError: the server's own sentence
    [[nodiscard]] boost::json::object ask(const std::string& method, const std::string& resource,
                                          const boost::json::object& body) const;
    [[nodiscard]] boost::json::object ask(const std::string& method,
                                          const std::string& resource) const;

private:
    AdminAccess access_;
};

}  // namespace app
