// Serves a recording back: the server's frames, in the order and at the places of the conversation.
#pragma once

#include "mock/mock_tws.hpp"

#include <string>
#include <vector>

namespace trademind::test {

struct RecordedFrame {
    Duration at{};
    bool from_client = false;
    std::string payload;
};

/// One session of a recording.
struct RecordedSession {
    int server_version = 0;
    std::vector<RecordedFrame> frames;
};

/// Throws std::runtime_error with the line that is not one.
std::vector<RecordedSession> read_recording(const std::string& path);

/// Answers as the recorded server did: after each request of the client, all that the server sent
/// until the client's next one. startApi begins it. Requests are counted, not compared: a client
/// that asks something else gets the recorded answers all the same, and `different` tells how many
/// there were.
class Replay {
public:
    Replay(MockTws& tws, RecordedSession session);

    /// Requests that were not byte for byte those of the recording.
    std::size_t different() const { return different_; }
    /// Frames of the server that have not been sent.
    std::size_t left() const;

private:
    void answer(MockSession& session, const ReceivedRequest& request);

    RecordedSession recorded_;
    std::size_t next_ = 0, different_ = 0;
};

}  // namespace trademind::test
