// Plays the generated market by the clock.
#include "brokers/paper/broker/core.hpp"

namespace trademind::paper {

void Core::play_generated()
{
    if (!broker_.is_connected()) return;
    auto now = broker_.clock()->now();
    catch_up();
    for (std::size_t i = 0; i < generated_->size(); ++i) {
        auto instrument = *engine_.instruments().find(generated_->contract(i));
        engine_.change(instrument, generated_->next(i, now));
        flush();
    }
    generated_timer_ = broker_.clock()->after(options_.generated->interval, broker_.get_executor(),
                                              [this, weak = broker_.weak_from_this()] {
                                                  if (auto alive = weak.lock()) play_generated();
                                              });
}

}  // namespace trademind::paper
