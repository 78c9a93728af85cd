// The answer types behind their common face.
#include "conformance/codec_impl.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>

namespace trademind::conformance {

CodecList answer_codecs()
{
    static constexpr auto all = ibkr::AllAnswers<Codecs>::make();
    return all;
}

}  // namespace trademind::conformance
