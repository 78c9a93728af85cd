// The receive buffer.
#include "brokers/ibkr/session/reader.hpp"

#include "brokers/ibkr/wire/frame.hpp"

#include <algorithm>
#include <cstring>

namespace trademind::ibkr::session {
namespace {

constexpr std::size_t room = std::size_t{64} * 1024;
// answers of a few megabytes come once; their memory is given back
constexpr std::size_t keep = std::size_t{1024} * 1024;

}  // namespace

std::span<char> Reader::prepare()
{
    if (begin_ > 0 && begin_ < end_)
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    if (end_ == 0 && buffer_.size() > keep) buffer_ = {};
    if (buffer_.size() - end_ < room) buffer_.resize(std::max(end_ + room, buffer_.size() * 2));
    return {buffer_.data() + end_, buffer_.size() - end_};
}

Reader::State Reader::next(std::string_view& payload)
{
    auto cut = wire::cut_frame({buffer_.data() + begin_, end_ - begin_});
    switch (cut.kind) {
    case wire::FrameCut::Kind::incomplete: return State::incomplete;
    case wire::FrameCut::Kind::broken: bad_length_ = cut.bad_length; return State::broken;
    case wire::FrameCut::Kind::frame: break;
    }
    payload = cut.payload;
    begin_ += cut.used;
    return State::frame;
}

void Reader::reset()
{
    begin_ = end_ = 0;
}

}  // namespace trademind::ibkr::session
