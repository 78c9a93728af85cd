// Any bytes as a server's message at any version.
#include "fuzz/messages.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace trademind::ibkr;
    wire::fuzz_messages<AllAnswers<wire::Dispatcher>>(data, size);
    return 0;
}
