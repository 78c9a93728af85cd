// What is under way on a link's socket.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

namespace trademind::ibkr::session {

/// The operations that the driver has begun and not reported: a connect, or a read and a write at
/// most. A socket is given up only when none is left, because a failed write tells how much left.
class SocketUse {
public:
    bool any() const { return connecting_ || reading_ || writing_; }
    bool reading() const { return reading_; }
    bool writing() const { return writing_; }
    void begin_connect() { connecting_ = true; }
    void end_connect() { connecting_ = false; }
    void begin_read() { reading_ = true; }
    void end_read() { reading_ = false; }
    void begin_write(std::string_view bytes) { writing_ = true, bytes_ = bytes; }
    /// `written` of what did not leave whole.
    void end_write(std::size_t written = 0) { writing_ = false, written_ = written; }
    std::string_view bytes() const { return bytes_; }
    std::size_t written() const { return written_; }
    /// True the first time on each socket.
    bool say_goodbye() { return !std::exchange(said_goodbye_, true); }
    /// Another socket.
    void reset() { *this = {}; }

private:
    bool connecting_ = false, reading_ = false, writing_ = false, said_goodbye_ = false;
    std::string_view bytes_;
    std::size_t written_ = 0;
};

}  // namespace trademind::ibkr::session
