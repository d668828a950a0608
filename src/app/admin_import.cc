#include "app/admin_import.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>

#include "app/admin_server.h"
#include "app/admin_wish.h"
#include "app/config.h"

namespace app {
namespace {

namespace json = boost::json;

// Less than one request may hold, as lines are written a little longer on their way.
constexpr std::size_t kBatchBytesMax = 500'000;
constexpr std::size_t kBatchEventsMax = 500;

std::string text(const json::object& object, std::string_view name) {
    const json::value* const value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

/// The lines of a file, each an object with a type.
class Lines {
public:
    explicit Lines(const std::string& file) : name_(file), file_(file) {
        if (!file_) throw StartError("Cannot read " + file + ". Look at its name and permissions.");
    }

    /// false: there is none any more
    bool next() {
        if (!std::getline(file_, line_)) return false;
        ++number_;
        boost::system::error_code error;
        json::value value = json::parse(line_, error);
        if (error || !value.is_object()) {
            throw StartError(fmt::format("Line {} of {} is no JSON object.", number_, name_));
        }
        object_ = std::move(value.get_object());
        return true;
    }
    [[nodiscard]] json::object& object() { return object_; }
    [[nodiscard]] std::string type() const { return text(object_, "type"); }
    [[nodiscard]] std::size_t bytes() const { return line_.size(); }

private:
    std::string name_;
    std::ifstream file_;
    std::string line_;
    std::uint64_t number_ = 0;
    json::object object_;
};

/// What the first line says of the room, when the file is whole.
json::object check(const std::string& file) {
    Lines lines(file);
    if (!lines.next() || lines.type() != "export") {
        throw StartError(file + " is no exported room: its first line says nothing of one.");
    }
    const json::value* const room = lines.object().if_contains("room");
    if (room == nullptr || !room->is_object()) {
        throw StartError(file + " is no exported room: its first line names none.");
    }
    json::object about = room->get_object();
    std::uint64_t events = 0;
    while (lines.next() && lines.type() != "end")
        ++events;
    const json::value* const count = lines.object().if_contains("events");
    const bool is_whole = lines.type() == "end" && count != nullptr && count->is_int64() &&
                          static_cast<std::uint64_t>(count->get_int64()) == events;
    if (!is_whole) throw StartError(file + " is not whole: its end is missing. Export it again.");
    return about;
}

}  // namespace

std::string import_file(const AdminServer& server, const AdminWish& wish) {
    const json::object about = check(wish.file);
    std::string name = wish.name.empty() ? text(about, "name") : wish.name;
    if (name.empty()) name = "Imported";
    json::object begun{{"name", name}};
    if (const std::string topic = text(about, "topic"); !topic.empty()) begun["topic"] = topic;
    const json::object made = server.ask("POST", "admin/imports", begun);
    const std::string resource = "admin/imports/" + text(made.at("room").as_object(), "room");

    Lines lines(wish.file);
    lines.next();
    std::uint64_t count = 0;
    json::array batch;
    std::size_t bytes = 0;
    const auto send = [&] {
        if (batch.empty()) return;
        count += batch.size();
        static_cast<void>(
            server.ask("POST", resource + "/events", {{"events", std::exchange(batch, {})}}));
        bytes = 0;
    };
    while (lines.next() && lines.type() != "end") {
        if (batch.size() == kBatchEventsMax || bytes + lines.bytes() > kBatchBytesMax) send();
        bytes += lines.bytes();
        batch.emplace_back(std::move(lines.object()));
    }
    send();
    static_cast<void>(server.ask("POST", resource + "/end", {{"host", wish.host}}));
    return fmt::format("{} events are in the private room \"{}\". {} is its host.\n", count, name,
                       wish.host);
}

}  // namespace app
