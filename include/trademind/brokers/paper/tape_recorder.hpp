// Makes a tape of the quotes of any broker.
#pragma once

#include <trademind/brokers/paper/tape.hpp>

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <vector>

namespace trademind::paper {

/// Writes a row for each quote that comes: both sides where one of them has changed, the trade
/// where there was one, the halt. Played back and recorded again, the tape is the same, byte for
/// byte.
///
/// A trade is told from the one before by its price, its size or the day's volume; the first
/// quote's last trade counts as one. Who started a trade and which prints were official is not in a
/// quote. Not thread-safe: quotes come on a broker's strand.
class TapeRecorder {
public:
    /// Writes the header. `out` must outlive the recorder; whoever has it looks at its state.
    TapeRecorder(std::ostream& out, const std::vector<ContractDetails>& contracts);
    ~TapeRecorder();
    TapeRecorder(const TapeRecorder&) = delete;
    TapeRecorder& operator=(const TapeRecorder&) = delete;

    /// A quote of contract `index` of those that the recorder was made with. A time before the last
    /// row's counts as that.
    void take(std::uint32_t index, const Quote& quote);
    /// The quotes have stopped coming: whatever stands in the market is gone from this time on.
    void lose_quotes(TimePoint at);
    std::size_t rows() const { return rows_; }

private:
    struct Seen;
    void write(std::uint32_t index, MarketChange change);

    std::unique_ptr<class TapeWriter> writer_;
    std::vector<Seen> seen_;
    TimePoint last_{};
    std::size_t rows_ = 0;
};

}  // namespace trademind::paper
