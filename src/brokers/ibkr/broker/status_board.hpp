// What ibkr_status tells, from any thread.
#pragma once

#include "brokers/ibkr/session/connectivity.hpp"

#include <trademind/brokers/ibkr/status.hpp>

#include <algorithm>
#include <mutex>
#include <string>
#include <utility>

namespace trademind::ibkr_broker {

/// Keeps the client id and the farms of the session; the rest is asked for when it is wanted.
class StatusBoard {
public:
    void set_client_id(int id)
    {
        std::lock_guard lock{mutex_};
        status_.client_id = id;
    }
    void forget_farms()
    {
        std::lock_guard lock{mutex_};
        status_.farms.clear();
    }
    void set(const ibkr::session::DataFarm& farm)
    {
        FarmStatus now{farm.name, std::string{to_string(farm.kind)},
                       std::string{to_string(farm.state)}};
        std::lock_guard lock{mutex_};
        auto known = std::ranges::find_if(status_.farms, [&](const FarmStatus& one) {
            return one.name == now.name && one.kind == now.kind;
        });
        if (known == status_.farms.end())
            status_.farms.push_back(std::move(now));
        else
            *known = std::move(now);
    }
    IbkrStatus get() const
    {
        std::lock_guard lock{mutex_};
        return status_;
    }

private:
    mutable std::mutex mutex_;
    IbkrStatus status_;
};

}  // namespace trademind::ibkr_broker
