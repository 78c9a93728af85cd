// One client: its session and its desks.
#pragma once

#include "gateway/account_desk.hpp"
#include "gateway/history_desk.hpp"
#include "gateway/quote_desk.hpp"

#include <memory>

namespace trademind::gateway {

struct Client {
    Client(std::shared_ptr<Session> session, Floor& floor, BarStore& store)
        : session{std::move(session)}, quotes{floor, store}, history{floor, store}, account{floor}
    {}

    std::shared_ptr<Session> session;
    QuoteDesk quotes;
    HistoryDesk history;
    AccountDesk account;
    TimePoint second_begins{};  ///< of the pacing count
    int messages_in_second = 0, violations = 0;
};

}  // namespace trademind::gateway
