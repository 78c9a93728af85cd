// Every request of the client behind one face, for scripts that name them.
#pragma once

#include <trademind/brokers/ibkr/client/route.hpp>

#include <string_view>

namespace trademind::test {

/// What a script needs of one request type.
struct AnyRequest {
    int id = 0;
    /// Reads the payload that a script wrote and makes it ready to be sent under `number`.
    ibkr::detail::Prepared (*prepare)(std::string_view payload, int number,
                                      ibkr::Version) = nullptr;
    /// True when the message completes the answer.
    bool (*completes)(const ibkr::detail::Incoming&) = nullptr;
    int end_marker = 0;  ///< an answer that is no more than an end; 0: none
    bool one_answer = false;
};

/// nullptr where the library has no such request.
const AnyRequest* find_any_request(int id);

}  // namespace trademind::test
