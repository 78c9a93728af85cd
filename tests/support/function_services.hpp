// Services of a broker, each by a function that the test sets.
#pragma once

#include <trademind/execution/broker_services.hpp>

#include <functional>
#include <utility>

namespace trademind::test {

/// What is not set, the broker does not offer.
class FunctionServices final : public BrokerServices {
public:
    void cancel_all() override
    {
        if (global_cancel) global_cancel();
    }
    Duration cancel_time(std::size_t cancels) override
    {
        return time_of_cancels ? time_of_cancels(cancels) : Duration{};
    }
    bool has_clock() const override { return broker_time != nullptr; }
    void ask_time(std::function<void(Result<TimePoint>)> answer) override
    {
        broker_time(std::move(answer));
    }
    bool is_expected_away(TimePoint at) override { return expected_away && expected_away(at); }

    std::function<void()> global_cancel;
    std::function<Duration(std::size_t)> time_of_cancels;
    std::function<void(std::function<void(Result<TimePoint>)>)> broker_time;
    std::function<bool(TimePoint)> expected_away;
};

}  // namespace trademind::test
