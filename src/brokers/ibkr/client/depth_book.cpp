// Applying row changes to a book.
#include <trademind/brokers/ibkr/depth_book.hpp>

#include <algorithm>

namespace trademind::ibkr {
namespace {

// Source: the operations and sides of TWS's market depth messages.
enum Operation { insert_row = 0, update_row = 1, delete_row = 2 };
enum Side { ask_side = 0, bid_side = 1 };

}  // namespace

DepthBook::DepthBook(int rows) : rows_{static_cast<std::size_t>(std::max(rows, 1))}
{
    bids_.reserve(rows_ + 1);
    asks_.reserve(rows_ + 1);
}

bool DepthBook::fault()
{
    ++faults_;
    return false;
}

bool DepthBook::apply(const DepthRow& row)
{
    if (row.side != ask_side && row.side != bid_side) return fault();
    auto& side = row.side == bid_side ? bids_ : asks_;
    if (row.position < 0) return fault();
    auto position = static_cast<std::size_t>(row.position);
    auto at = side.begin() + static_cast<std::ptrdiff_t>(std::min(position, side.size()));
    if (row.operation == delete_row) {
        if (position >= side.size()) return fault();
        side.erase(at);
        ++changes_;
        return true;
    }
    auto price = row.price ? Decimal::from_double(*row.price) : std::nullopt;
    if (!price || !row.size || row.size->sign() < 0) return fault();
    switch (row.operation) {
    case insert_row:
        if (position > side.size() || position >= rows_) return fault();
        at = side.emplace(at);
        break;
    case update_row:
        if (position >= side.size()) return fault();
        break;
    default: return fault();
    }
    at->price = *price;
    at->size = *row.size;
    at->market_maker.assign(row.market_maker);
    at->smart = row.is_smart_depth;
    if (side.size() > rows_) side.resize(rows_);
    ++changes_;
    return true;
}

void DepthBook::reset()
{
    bids_.clear();
    asks_.clear();
    ++resets_;
}

std::optional<Decimal> DepthBook::best_bid() const
{
    return bids_.empty() ? std::nullopt : std::optional{bids_.front().price};
}

std::optional<Decimal> DepthBook::best_ask() const
{
    return asks_.empty() ? std::nullopt : std::optional{asks_.front().price};
}

bool DepthBook::is_sound() const
{
    if (!std::ranges::is_sorted(bids_, std::ranges::greater{}, &BookRow::price)) return false;
    if (!std::ranges::is_sorted(asks_, std::ranges::less{}, &BookRow::price)) return false;
    return bids_.empty() || asks_.empty() || bids_.front().price < asks_.front().price;
}

}  // namespace trademind::ibkr
