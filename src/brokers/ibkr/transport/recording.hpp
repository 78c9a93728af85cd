// Reads what Recorder wrote.
#pragma once

#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <string>
#include <vector>

namespace trademind::ibkr::transport {

struct RecordedFrame {
    Duration at{};  ///< since the session began
    bool from_client = false;
    std::string payload;
};

/// One session of a recording.
struct RecordedSession {
    std::string began;  ///< "2026-01-05T14:30:00Z"
    int server_version = 0;
    std::vector<RecordedFrame> frames;
    bool complete = false;  ///< false: the recording ended before the session did
};

/// input_output when the file cannot be read or a line of it is not one; the message names file and
/// line. Half a line at the end of the file or of a session is where a program was killed: left
/// out.
Result<std::vector<RecordedSession>> read_recording(const std::string& path);

}  // namespace trademind::ibkr::transport
