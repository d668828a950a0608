/// Questions: what people in charge ask, with what makes an answer of the domain's reply.
///
/// Thread:     any; a Question is asked on the domain's.
/// Invariant:  a Question answers once.
#pragma once

#include <functional>
#include <type_traits>
#include <utility>

#include "api/rest/admin_answers.h"
#include "api/rest/answers.h"
#include "api/rest/bodies.h"
#include "api/rest/route.h"
#include "base/result.h"
#include "chat/accounts.h"
#include "chat/administration.h"
#include "chat/in_charge.h"
#include "net/http/message.h"

namespace api::rest {

using Answered = std::move_only_function<void(net::http::Response)>;
using Question = std::move_only_function<void(chat::Administration&, Answered)>;

/// `call(administration, reply)` asks; `encode(value)` makes the answer of what it was replied.
template <typename T, typename Call, typename Encode>
Question question(Call call, Encode encode) {
    return [call = std::move(call), encode = std::move(encode)](
               chat::Administration& administration, Answered answered) mutable {
        call(administration, chat::AccountReply<T>(
                                 [answered = std::move(answered), encode = std::move(encode)](
                                     const base::Result<T, chat::AccountRefusal>& result) mutable {
                                     if (!result) {
                                         answered(refusal(result.error()));
                                     } else if constexpr (std::is_void_v<T>) {
                                         answered(encode());
                                     } else {
                                         answered(encode(*result));
                                     }
                                 }));
    };
}

/// Of what answers as `answer()` does.
template <typename T, typename Call>
Question plain_question(Call call) {
    return question<T>(std::move(call), [](const T& value) { return rest::answer(value); });
}

/// Of addresses that are banned, and of rooms.
Parsed<Question> question_about_places(const Route& route, const net::http::Request& request,
                                       chat::Credentials by);

}  // namespace api::rest
