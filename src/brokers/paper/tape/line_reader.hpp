// Lines of a tape, one after the other.
#pragma once

#include "base/byte_source.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace trademind::paper {

/// Keeps no more than a block of the file and a line.
class LineReader {
public:
    /// A longer line is a fault: it is no row of a tape, and a file may have no line end at all.
    static constexpr std::size_t longest = std::size_t{64} * 1024;

    explicit LineReader(std::unique_ptr<ByteSource> bytes) : bytes_{std::move(bytes)} {}

    /// The next line without its end; nothing: the end of the file. Valid until the next call.
    /// Errors: the source's, and Errc::data_file for a line that is too long.
    Result<std::optional<std::string_view>> next();
    /// Of the line that was returned last, or could not be read; from 1.
    std::size_t number() const { return number_; }

private:
    std::unique_ptr<ByteSource> bytes_;
    std::string block_;
    std::size_t at_ = 0, number_ = 0;
    bool ended_ = false;
};

}  // namespace trademind::paper
