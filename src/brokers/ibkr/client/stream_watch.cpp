// Streams that stay silent after a break though nobody said that they were lost.
#include "brokers/ibkr/client/stream_watch.hpp"

#include <utility>

namespace trademind::ibkr {

void StreamWatch::on_server(session::ServerConnectivity server)
{
    after_restore_ = server == session::ServerConnectivity::restored
                         ? listen(std::nullopt, options_.after_restore)
                         : Subscription{};
}

void StreamWatch::on_farm_recovered(session::FarmKind farm)
{
    if (farm == session::FarmKind::market_data)
        after_market_data_ = listen(farm, options_.after_farm);
    if (farm == session::FarmKind::history) after_history_ = listen(farm, options_.after_farm);
}

void StreamWatch::reset()
{
    for (auto* timer : {&after_restore_, &after_market_data_, &after_history_, &retry_withheld_})
        timer->reset();
    withheld_.clear();
    waits_to_retry_ = false;
}

Subscription StreamWatch::listen(std::optional<session::FarmKind> farm, Duration patience)
{
    if (patience <= Duration{}) return {};
    return after_(patience,
                  [this, marks = routes_.marks(farm)] { routes_.ask_again_where_silent(marks); });
}

void StreamWatch::on_withheld(int request_id)
{
    auto mark = routes_.mark(request_id);
    if (!mark || options_.while_withheld <= Duration{}) return;
    std::erase_if(withheld_, [&](const StreamMark& known) { return known.number == mark->number; });
    withheld_.push_back(*mark);
    // TWS says it of each line, and may repeat it: one wait for all
    if (!waits_to_retry_) retry_withheld();
}

void StreamWatch::retry_withheld()
{
    waits_to_retry_ = true;
    retry_withheld_ = after_(options_.while_withheld, [this] {
        waits_to_retry_ = false;
        auto silent = routes_.silent(std::exchange(withheld_, {}));
        routes_.ask_again_where_silent(silent);
        withheld_ = routes_.silent(std::move(silent));
        if (!withheld_.empty() && !waits_to_retry_) retry_withheld();
    });
}

}  // namespace trademind::ibkr
