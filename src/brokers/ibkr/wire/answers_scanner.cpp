// Answers: scanner.
#include "brokers/ibkr/wire/encode_impl.hpp"

#include <trademind/brokers/ibkr/messages/scanner.hpp>

namespace trademind::ibkr::wire {

template struct Instantiate<ScannerData, ScannerParameters, FundamentalData>;

}  // namespace trademind::ibkr::wire
