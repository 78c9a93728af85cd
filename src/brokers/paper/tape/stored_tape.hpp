// A tape whose rows stay outside of memory.
#pragma once

#include "brokers/paper/tape/packed_rows.hpp"

#include <trademind/brokers/paper/tape.hpp>

#include <map>
#include <optional>
#include <vector>

namespace trademind::paper {

/// Filled by add() and finish(), constant afterwards.
class StoredTape final : public TapeSource {
public:
    Result<> add(const TapeRow& row) { return rows_.add(row); }
    Result<> add(const BarRow& bar)
    {
        has_bars_ = true;
        return rows_.add(bar);
    }
    /// Contracts and details are those of `index`, which has no rows itself.
    Result<> finish(Tape index);

    const std::vector<Contract>& listed() const override { return index_.contracts; }
    ContractDetails details_of(std::uint32_t i) const override { return index_.details_of(i); }
    bool has_bars() const override { return has_bars_; }
    std::size_t size() const override { return rows_.size(); }
    std::optional<TimePoint> begins() const override { return begins_; }
    std::optional<TimePoint> ends() const override { return ends_; }
    Result<std::size_t> first_from(TimePoint time) const override;
    Result<> read(std::size_t first, std::span<TapeRow> room) const override
    {
        return rows_.read(first, room);
    }
    Result<> read(std::size_t first, std::span<BarRow> room) const override
    {
        return rows_.read(first, room);
    }
    /// Rows that it keeps in memory.
    std::size_t held() const { return rows_.held(); }

private:
    PackedRows rows_;
    Tape index_;
    bool has_bars_ = false;
    std::optional<TimePoint> begins_, ends_;
};

}  // namespace trademind::paper
