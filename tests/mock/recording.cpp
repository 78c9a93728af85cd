// Reading and serving recordings.
#include "mock/recording.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace trademind::test {
namespace {

std::string bytes_of(const std::string& hex)
{
    if (hex.size() % 2 != 0) throw std::runtime_error{"half a byte"};
    std::string bytes;
    for (std::size_t at = 0; at < hex.size(); at += 2)
        bytes += static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
    return bytes;
}

RecordedFrame frame_of(const std::string& line)
{
    std::istringstream in{line};
    double seconds = 0;
    char direction = 0;
    std::string hex;
    if (!(in >> seconds >> direction >> hex) || (direction != '<' && direction != '>'))
        throw std::runtime_error{"not a frame"};
    RecordedFrame frame;
    frame.at = std::chrono::round<Duration>(std::chrono::duration<double>{seconds});
    frame.from_client = direction == '>';
    frame.payload = bytes_of(hex);
    return frame;
}

}  // namespace

std::vector<RecordedSession> read_recording(const std::string& path)
{
    std::ifstream in{path};
    if (!in) throw std::runtime_error{"cannot read " + path};
    std::vector<RecordedSession> sessions;
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) try {
            if (number == 1) {
                if (line != "trademind recording 1") throw std::runtime_error{"not a recording"};
            } else if (auto at = line.find(" session ");
                       line.starts_with("# ") && at != line.npos) {
                sessions.emplace_back().server_version = std::stoi(line.substr(at + 9));
            } else if (!line.starts_with("#")) {
                if (sessions.empty()) throw std::runtime_error{"a frame before its session"};
                sessions.back().frames.push_back(frame_of(line));
            }
        } catch (const std::exception& e) {
            throw std::runtime_error{path + ":" + std::to_string(number) + ": " + e.what()};
        }
    return sessions;
}

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
