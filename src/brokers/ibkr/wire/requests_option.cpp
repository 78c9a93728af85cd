// Requests: option.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/option_requests.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<ExerciseOptionsRequest, CancelCalculateImpliedVolatility,
                            CalculateImpliedVolatilityRequest, CancelCalculateOptionPrice,
                            CalculateOptionPriceRequest>;

}  // namespace trademind::ibkr::wire
