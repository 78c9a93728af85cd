// Any bytes as a client's message at any version: the server's side.
#include "fuzz/messages.hpp"

#include <trademind/brokers/ibkr/messages/requests.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace trademind::ibkr;
    wire::fuzz_messages<AllRequests<wire::Dispatcher>>(data, size);
    return 0;
}
