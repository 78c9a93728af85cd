// Rows of a tape at 64 bytes each: few in memory, many in a scratch file.
#pragma once

#include "base/scratch_file.hpp"

#include <trademind/brokers/paper/tape.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace trademind::paper {

/// Appended once, in time order, then read from any thread. Exact: what comes out equals what went
/// in.
class PackedRows {
public:
    /// Rows that are kept in memory, and written together.
    static constexpr std::size_t rows_in_memory = 16'384;

    /// Errors, here and below: Errc::input_output.
    Result<> add(const TapeRow& row);
    /// Of a bar only time, prices and volume are kept.
    Result<> add(const BarRow& bar);
    /// Nothing is added any more.
    Result<> finish();

    std::size_t size() const { return in_file_ + waiting_.size(); }
    /// Of them not in the file.
    std::size_t held() const { return waiting_.size(); }
    Result<TimePoint> time_of(std::size_t i) const;
    Result<> read(std::size_t first, std::span<TapeRow> room) const;
    Result<> read(std::size_t first, std::span<BarRow> room) const;

private:
    struct Packed {
        std::int64_t time;
        std::uint32_t contract;
        std::uint32_t flags;
        std::array<std::int64_t, 6> numbers;
    };
    static_assert(sizeof(Packed) == 64);

    void pack(Packed& into, std::size_t place, std::optional<Decimal> number);
    std::optional<Decimal> unpack(const Packed& from, std::size_t place) const;
    Result<> append(const Packed& row);
    Result<> write_waiting();
    void unpack(const Packed& from, TapeRow& into) const;
    void unpack(const Packed& from, BarRow& into) const;
    /// Calls `use` with the rows from `first` on, in order.
    template <class Use> Result<> visit(std::size_t first, std::size_t count, Use use) const;

    std::vector<Packed> waiting_;  ///< behind those in the file
    std::optional<ScratchFile> file_;
    std::size_t in_file_ = 0;
    std::vector<Decimal> large_;  ///< numbers that do not fit 64 bits
};

}  // namespace trademind::paper
