// Serving a recording back.
#include "mock/recording.hpp"

#include <algorithm>

namespace trademind::test {
using ibkr::transport::RecordedFrame;
using ibkr::transport::RecordedSession;

Replay::Replay(MockTws& tws, RecordedSession session) : recorded_{std::move(session)}
{
    tws.insist(recorded_.server_version);
    auto serve = [this](MockSession& client, const ReceivedRequest& request) {
        answer(client, request);
    };
    tws.on_every(serve);
}

void Replay::answer(MockSession& session, const ReceivedRequest& request)
{
    auto& frames = recorded_.frames;
    if (next_ < frames.size() && frames[next_].from_client) {
        if (frames[next_].payload != request.payload) ++different_;
        ++next_;
    } else {
        ++different_;
    }
    for (; next_ < frames.size() && !frames[next_].from_client; ++next_)
        session.send_payload(frames[next_].payload);
}

std::size_t Replay::left() const
{
    return static_cast<std::size_t>(std::count_if(
        recorded_.frames.begin() + static_cast<std::ptrdiff_t>(next_), recorded_.frames.end(),
        [](const RecordedFrame& frame) { return !frame.from_client; }));
}

}  // namespace trademind::test
