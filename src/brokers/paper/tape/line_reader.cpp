// Lines of a tape.
#include "brokers/paper/tape/line_reader.hpp"

#include <fmt/format.h>

namespace trademind::paper {

Result<std::optional<std::string_view>> LineReader::next()
{
    ++number_;
    std::size_t searched = at_;
    std::size_t end = block_.find('\n', searched);
    while (end == block_.npos && !ended_) {
        searched = block_.size() - at_;
        block_.erase(0, at_);
        at_ = 0;
        if (block_.size() > longest) break;
        std::size_t kept = block_.size();
        block_.resize(kept + longest);
        auto count = bytes_->read(block_.data() + kept, longest);
        block_.resize(kept + (count ? *count : 0));
        if (!count) return count.error();
        ended_ = *count == 0;
        end = block_.find('\n', searched);
    }
    std::string_view rest = std::string_view{block_}.substr(at_);
    if (end == block_.npos && rest.empty()) return std::optional<std::string_view>{};
    auto line = end == block_.npos ? rest : rest.substr(0, end - at_);
    if (line.size() > longest)
        return Error{Errc::data_file, fmt::format("the line is longer than {} bytes", longest)};
    at_ += line.size() + (end == block_.npos ? 0 : 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return std::optional{line};
}

}  // namespace trademind::paper
