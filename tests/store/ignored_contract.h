/// IgnoredContract: what every form keeps of who wants to see nothing of whom, and of who is meant for being there; a
/// form takes part as store_contract.h says. The sentences are in store_contract_ignored_test.cc.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chat/account.h"
#include "chat/event.h"
#include "chat/ids.h"
#include "chat/room.h"
#include "chat/store.h"
#include "store/mentions_contract.h"

namespace store {

class IgnoredContract : public MentionsContract {
protected:
    Answer<std::vector<chat::Named>> set_ignored(const std::string& user, const std::string& other,
                                                 chat::Ignoring ignoring) {
        return ask<std::vector<chat::Named>>([&](auto reply) {
            accounts().set_ignored(chat::UserId(user), chat::UserId(other), ignoring,
                                   std::move(reply));
        });
    }
    /// The names of those whom they ignore then.
    std::vector<std::string> ignore(const std::string& user, const std::string& other,
                                    chat::Ignoring ignoring = chat::Ignoring::on) {
        const auto people = set_ignored(user, other, ignoring);
        EXPECT_TRUE(people.has_value()) << user << " of " << other;
        return people ? names_of(*people) : std::vector<std::string>();
    }
    static std::vector<std::string> names_of(const std::vector<chat::Named>& people) {
        std::vector<std::string> names;
        for (const chat::Named& person : people)
            names.push_back(person.nickname);
        return names;
    }
    /// Of a guest who comes again.
    std::vector<std::string> ignored_as_found(const chat::User& guest) {
        const auto known = find_user("token of " + guest.id.value(), at(500));
        EXPECT_TRUE(known.has_value() && known->has_value());
        return known && *known ? names_of((*known)->ignored) : std::vector<std::string>();
    }
    static chat::Append calling(chat::Append append, std::vector<chat::UserId> here) {
        append.here = std::move(here);
        return append;
    }
};

}  // namespace store
