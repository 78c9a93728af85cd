// Historical bars.
#pragma once

#include "brokers/ibkr/broker/contracts.hpp"
#include "brokers/ibkr/broker/desk.hpp"

#include <trademind/market.hpp>

#include <vector>

namespace trademind::ibkr_broker {

class History {
public:
    History(Desk& desk, Contracts& contracts) : desk_{desk}, contracts_{contracts} {}

    void get(HistoryRequest, Completion<std::vector<Bar>>);

private:
    void ask(const HistoryRequest&, std::shared_ptr<Completion<std::vector<Bar>>>);

    Desk& desk_;
    Contracts& contracts_;
    Life life_;
};

}  // namespace trademind::ibkr_broker
