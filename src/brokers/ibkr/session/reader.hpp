// Incoming bytes, until they are whole frames.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::ibkr::session {

/// Where the socket reads to and frames are taken from. The buffer grows with what arrives, never
/// with what a length prefix promises.
class Reader {
public:
    enum class State { incomplete, frame, broken };

    /// Room for the next read. Moves what is left of a frame to the front: views taken before die.
    std::span<char> prepare();
    /// The socket put so many bytes there.
    void commit(std::size_t size) { end_ += size; }
    /// Takes the next frame; broken: the length cannot be, and nothing after it can be trusted.
    State next(std::string_view& payload);
    /// The length that cannot be.
    std::uint32_t bad_length() const { return bad_length_; }
    /// Bytes received of a frame that is not whole yet.
    std::size_t partial() const { return end_ - begin_; }
    void reset();

private:
    std::vector<char> buffer_;
    std::size_t begin_ = 0, end_ = 0;
    std::uint32_t bad_length_ = 0;
};

}  // namespace trademind::ibkr::session
