// Any bytes as a stream of frames: cut one by one, and again with the bytes arriving in pieces.
#include "fuzz/messages.hpp"

#include <algorithm>
#include <vector>

using namespace trademind::ibkr::wire;

namespace {

/// The payloads of a stream of which `step` bytes more arrive each time.
std::vector<std::string> payloads(std::string_view stream, std::size_t step, bool& broken)
{
    std::vector<std::string> all;
    std::size_t begin = 0, arrived = 0;
    while (true) {
        auto cut = cut_frame(stream.substr(begin, arrived - begin));
        if (cut.kind == FrameCut::Kind::frame) {
            require(cut.used == cut.payload.size() + 4, "a frame is its length and its payload");
            require(!cut.payload.empty() && cut.payload.size() <= max_frame, "a frame has a size");
            all.emplace_back(cut.payload);
            begin += cut.used;
            continue;
        }
        broken = cut.kind == FrameCut::Kind::broken;
        if (broken || arrived == stream.size()) return all;
        arrived = std::min(stream.size(), arrived + step);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view stream{reinterpret_cast<const char*>(data), size};
    bool at_once = false, in_pieces = false;
    auto expected = payloads(stream, size + 1, at_once);
    for (std::size_t step : {std::size_t{1}, std::size_t{7}}) {
        require(payloads(stream, step, in_pieces) == expected, "pieces make the same frames");
        require(at_once == in_pieces, "and end the same way");
    }
    return 0;
}
