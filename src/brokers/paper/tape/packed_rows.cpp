// Rows of a tape at 64 bytes each.
#include "brokers/paper/tape/packed_rows.hpp"

#include <algorithm>
#include <limits>

namespace trademind::paper {
namespace {

/// How a number of a row is kept: two bits for each.
enum class Scale : std::uint32_t { none, fine, coarse, large };
/// `coarse` counts millionths: prices and sizes beyond nine million have no more decimals.
constexpr std::int64_t coarse_step = Decimal::one / 1'000'000;

constexpr unsigned halt_shift = 12, aggressor_shift = 14, print_shift = 16;
constexpr std::uint32_t two_bits = 3;

bool fits(int128 n)
{
    using Limits = std::numeric_limits<std::int64_t>;
    return n >= Limits::min() && n <= Limits::max();
}

Scale scale_of(std::uint32_t flags, std::size_t place)
{
    return static_cast<Scale>(flags >> (2 * place) & two_bits);
}

}  // namespace

void PackedRows::pack(Packed& into, std::size_t place, std::optional<Decimal> number)
{
    if (!number) return;
    auto keep = [&](Scale scale, std::int64_t value) {
        into.flags |= static_cast<std::uint32_t>(scale) << (2 * place);
        into.numbers[place] = value;
    };
    int128 raw = number->raw();
    if (fits(raw)) return keep(Scale::fine, static_cast<std::int64_t>(raw));
    if (raw % coarse_step == 0 && fits(raw / coarse_step))
        return keep(Scale::coarse, static_cast<std::int64_t>(raw / coarse_step));
    keep(Scale::large, static_cast<std::int64_t>(large_.size()));
    large_.push_back(*number);
}

std::optional<Decimal> PackedRows::unpack(const Packed& from, std::size_t place) const
{
    std::int64_t value = from.numbers[place];
    switch (scale_of(from.flags, place)) {
    case Scale::none: return std::nullopt;
    case Scale::fine: return Decimal::from_raw(int128{value});
    case Scale::coarse: return Decimal::from_raw(int128{value} * coarse_step);
    case Scale::large: break;
    }
    return large_[static_cast<std::size_t>(value)];
}

Result<> PackedRows::add(const TapeRow& row)
{
    const MarketChange& change = row.change;
    Packed packed{change.time.time_since_epoch().count(), row.contract, 0, {}};
    std::size_t place = 0;
    for (const auto& number :
         {change.bid, change.bid_size, change.ask, change.ask_size, change.last, change.last_size})
        pack(packed, place++, number);
    if (change.halted) packed.flags |= (*change.halted ? 2U : 1U) << halt_shift;
    if (change.aggressor)
        packed.flags |= (*change.aggressor == Side::buy ? 1U : 2U) << aggressor_shift;
    packed.flags |= static_cast<std::uint32_t>(change.print) << print_shift;
    return append(packed);
}

void PackedRows::unpack(const Packed& from, TapeRow& into) const
{
    into.contract = from.contract;
    MarketChange& change = into.change;
    change.time = TimePoint{Duration{from.time}};
    std::size_t place = 0;
    for (auto* number : {&change.bid, &change.bid_size, &change.ask, &change.ask_size, &change.last,
                         &change.last_size})
        *number = unpack(from, place++);
    auto halt = from.flags >> halt_shift & two_bits;
    change.halted = halt == 0 ? std::nullopt : std::optional{halt == 2};
    auto side = from.flags >> aggressor_shift & two_bits;
    change.aggressor = side == 0 ? std::nullopt : std::optional{side == 1 ? Side::buy : Side::sell};
    change.print = static_cast<PrintKind>(from.flags >> print_shift & two_bits);
}

Result<> PackedRows::add(const BarRow& row)
{
    const Bar& bar = row.bar;
    Packed packed{bar.time.time_since_epoch().count(), row.contract, 0, {}};
    std::size_t place = 0;
    for (Decimal price : {bar.open, bar.high, bar.low, bar.close}) pack(packed, place++, price);
    pack(packed, place, bar.volume);
    return append(packed);
}

void PackedRows::unpack(const Packed& from, BarRow& into) const
{
    into.contract = from.contract;
    into.bar = Bar{};
    into.bar.time = TimePoint{Duration{from.time}};
    std::size_t place = 0;
    for (auto* price : {&into.bar.open, &into.bar.high, &into.bar.low, &into.bar.close})
        *price = *unpack(from, place++);
    into.bar.volume = unpack(from, place);
}

Result<> PackedRows::append(const Packed& row)
{
    waiting_.push_back(row);
    return waiting_.size() < rows_in_memory ? Result<>{} : write_waiting();
}

Result<> PackedRows::write_waiting()
{
    if (!file_) {
        auto made = ScratchFile::create();
        if (!made) return made.error();
        file_ = std::move(*made);
    }
    if (auto written = file_->append(std::as_bytes(std::span{waiting_})); !written) return written;
    in_file_ += waiting_.size();
    waiting_.clear();
    return {};
}

Result<> PackedRows::finish()
{
    if (file_)
        if (auto written = write_waiting(); !written) return written;
    waiting_.shrink_to_fit();
    return {};
}

template <class Use> Result<> PackedRows::visit(std::size_t first, std::size_t count, Use use) const
{
    std::array<Packed, 128> block;
    while (count > 0) {
        std::size_t n = std::min(count, block.size());
        std::span<const Packed> rows;
        if (first < in_file_) {
            n = std::min(n, in_file_ - first);
            auto room = std::span{block}.first(n);
            if (auto got = file_->read(first * sizeof(Packed), std::as_writable_bytes(room)); !got)
                return got;
            rows = room;
        } else {
            rows = std::span{waiting_}.subspan(first - in_file_, n);
        }
        for (const Packed& row : rows) use(row);
        first += n;
        count -= n;
    }
    return {};
}

Result<TimePoint> PackedRows::time_of(std::size_t i) const
{
    TimePoint time{};
    auto got = visit(i, 1, [&](const Packed& row) { time = TimePoint{Duration{row.time}}; });
    if (!got) return got.error();
    return time;
}

Result<> PackedRows::read(std::size_t first, std::span<TapeRow> room) const
{
    auto next = room.begin();
    return visit(first, room.size(), [&](const Packed& row) { unpack(row, *next++); });
}

Result<> PackedRows::read(std::size_t first, std::span<BarRow> room) const
{
    auto next = room.begin();
    return visit(first, room.size(), [&](const Packed& row) { unpack(row, *next++); });
}

}  // namespace trademind::paper
