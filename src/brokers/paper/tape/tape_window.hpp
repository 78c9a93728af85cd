// The rows of a tape around the one that is played.
#pragma once

#include <trademind/brokers/paper/tape.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace trademind::paper {

/// Reads a tape in blocks; one row after the other costs little. A row that cannot be read any more
/// ends the tape there: see failure().
template <class Row> class TapeWindow {
public:
    explicit TapeWindow(const TapeSource& tape) : tape_{&tape} {}

    /// Row or bar `i`, valid until the next call; nullptr: it cannot be read, or the tape ends
    /// before.
    const Row* at(std::size_t i)
    {
        if (i < first_ || i >= first_ + rows_.size()) load(i);
        return rows_.empty() ? nullptr : &rows_[i - first_];
    }
    const std::optional<Error>& failure() const { return failure_; }

private:
    static constexpr std::size_t rows_in_a_block = 256;

    void load(std::size_t i)
    {
        std::size_t left = i < tape_->size() && !failure_ ? tape_->size() - i : 0;
        first_ = i;
        rows_.resize(std::min(left, rows_in_a_block));
        auto read = tape_->read(first_, std::span<Row>{rows_});
        if (read) return;
        failure_ = read.error();
        rows_.clear();
    }

    const TapeSource* tape_;
    std::size_t first_ = 0;
    std::vector<Row> rows_;
    std::optional<Error> failure_;
};

/// Rows or bars of a tape, whichever it has.
class TapeCursor {
public:
    explicit TapeCursor(const TapeSource& tape) : tape_{&tape}, rows_{tape}, bars_{tape} {}

    /// Of row or bar `i`; nothing: it cannot be read, or the tape ends before.
    std::optional<TimePoint> time_of(std::size_t i)
    {
        std::optional<TimePoint> time;
        visit(i, [&](std::uint32_t, const auto& what) { time = what.time; });
        return time;
    }
    /// Calls `use` with the contract's index and the change or bar; false: as above.
    template <class Use> bool visit(std::size_t i, Use use)
    {
        if (tape_->has_bars()) {
            const BarRow* row = bars_.at(i);
            if (row) use(row->contract, row->bar);
            return row != nullptr;
        }
        const TapeRow* row = rows_.at(i);
        if (row) use(row->contract, row->change);
        return row != nullptr;
    }
    const std::optional<Error>& failure() const
    {
        return tape_->has_bars() ? bars_.failure() : rows_.failure();
    }

private:
    const TapeSource* tape_;
    TapeWindow<TapeRow> rows_;
    TapeWindow<BarRow> bars_;
};

}  // namespace trademind::paper
