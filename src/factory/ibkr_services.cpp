// What TWS offers an order path beside the interface of all brokers.
#include "factory/ibkr_services.hpp"

#include "base/epoch.hpp"
#include "base/log.hpp"

#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>
#include <trademind/execution/factory.hpp>

#include <algorithm>

namespace trademind {
namespace {

class IbkrServices final : public BrokerServices {
public:
    IbkrServices(ibkr::Client client, const Config& config)
        : client_{std::move(client)},
          // one message after the other, behind what waits already
          each_{Duration{std::chrono::seconds{1}} / std::max(1, config.ibkr.messages_per_second)},
          is_away_{expected_away(ibkr_options(config))}
    {}

    void cancel_all() override
    {
        if (auto sent = client_.send(ibkr::GlobalCancelRequest{}); !sent)
            log::error("global cancel: {}", sent.error().describe());
    }
    Duration cancel_time(std::size_t cancels) override
    {
        return client_.would_wait<ibkr::CancelOrderRequest>() +
               each_ * static_cast<Duration::rep>(cancels);
    }
    bool has_clock() const override { return true; }
    void ask_time(std::function<void(Result<TimePoint>)> answer) override
    {
        client_.ask(ibkr::CurrentTimeRequest{}, [answer = std::move(answer)](auto time) {
            if (!time) return answer(time.error());
            answer(nearest_moment((*time)->current_time));
        });
    }
    bool is_expected_away(TimePoint at) override { return is_away_(at); }

private:
    ibkr::Client client_;
    Duration each_;
    std::function<bool(TimePoint)> is_away_;
};

}  // namespace

std::shared_ptr<BrokerServices> make_ibkr_services(ibkr::Client client, const Config& config)
{
    return std::make_shared<IbkrServices>(std::move(client), config);
}

}  // namespace trademind
