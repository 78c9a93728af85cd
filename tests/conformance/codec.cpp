// Every request and every answer of the library, by id.
#include "conformance/codec_impl.hpp"

namespace trademind::conformance {

CodecList request_codecs();
CodecList answer_codecs();

namespace {

MakeMessage find(CodecList codecs, int id)
{
    for (auto& codec : codecs)
        if (codec.id == id) return codec.make;
    return nullptr;
}

}  // namespace

MakeMessage find_request(int id)
{
    return find(request_codecs(), id);
}

MakeMessage find_answer(int id)
{
    return find(answer_codecs(), id);
}

}  // namespace trademind::conformance
