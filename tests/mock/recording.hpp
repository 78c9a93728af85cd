// Serves a recording back: the server's frames, in the order and at the places of the conversation.
#pragma once

#include "brokers/ibkr/transport/recording.hpp"
#include "mock/mock_tws.hpp"

namespace trademind::test {

/// Answers as the recorded server did: after each request of the client, all that the server sent
/// until the client's next one. startApi begins it. Requests are counted, not compared: a client
/// that asks something else gets the recorded answers all the same, and `different` tells how many
/// there were.
class Replay {
public:
    Replay(MockTws& tws, ibkr::transport::RecordedSession session);

    /// Requests that were not byte for byte those of the recording.
    std::size_t different() const { return different_; }
    /// Frames of the server that have not been sent.
    std::size_t left() const;

private:
    void answer(MockSession& session, const ReceivedRequest& request);

    ibkr::transport::RecordedSession recorded_;
    std::size_t next_ = 0, different_ = 0;
};

}  // namespace trademind::test
