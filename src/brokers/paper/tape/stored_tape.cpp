// A tape whose rows stay outside of memory.
#include "brokers/paper/tape/stored_tape.hpp"

#include <utility>

namespace trademind::paper {

Result<> StoredTape::finish(Tape index)
{
    index_ = std::move(index);
    if (auto written = rows_.finish(); !written) return written;
    if (rows_.size() == 0) return {};
    auto first = rows_.time_of(0), last = rows_.time_of(rows_.size() - 1);
    if (!first) return first.error();
    if (!last) return last.error();
    begins_ = *first;
    ends_ = *last;
    return {};
}

Result<std::size_t> StoredTape::first_from(TimePoint time) const
{
    std::size_t from = 0, count = rows_.size();
    while (count > 0) {
        std::size_t half = count / 2;
        auto there = rows_.time_of(from + half);
        if (!there) return there.error();
        if (*there < time) {
            from += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return from;
}

}  // namespace trademind::paper
