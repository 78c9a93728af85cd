// The request types behind their common face.
#include "conformance/codec_impl.hpp"

#include <trademind/brokers/ibkr/messages/requests.hpp>

namespace trademind::conformance {

CodecList request_codecs()
{
    static constexpr auto all = ibkr::AllRequests<Codecs>::make();
    return all;
}

}  // namespace trademind::conformance
