// Notices of what TWS sent and this library cannot read.
#pragma once

#include <trademind/observer.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace trademind::ibkr_broker {

/// Reports words that are not known, fields that cannot be read, and rows that were left out. Each
/// is a notice and a warning in the log: a word once a session, a row with a running count.
class UnreadNotices {
public:
    explicit UnreadNotices(BrokerObserver& events) : events_{events} {}

    /// A new session: everything is reported again.
    void on_session();
    /// `source` names the message: "execution 0001.01".
    void fields(std::string_view kind, const std::string& source, const UnknownWords&,
                std::optional<OrderId> = {});
    /// A row of that kind was left out because of `why`.
    void dropped(std::string_view kind, const std::string& source, const UnknownWords& why,
                 std::optional<OrderId> = {});

private:
    void report(Errc, std::string text, std::optional<OrderId>);

    BrokerObserver& events_;
    std::set<std::string> reported_;
    std::map<std::string, std::size_t, std::less<>> dropped_;
};

/// 'time "yesterday"', and so on, separated by commas.
std::string list_of(const UnknownWords&);

}  // namespace trademind::ibkr_broker
