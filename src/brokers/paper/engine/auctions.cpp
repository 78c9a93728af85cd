// Opening and closing auctions: one price for all orders that wait.
#include "brokers/paper/engine/trading_sessions.hpp"

#include <fmt/format.h>

#include <chrono>

namespace trademind::paper {

std::optional<Error> TradingSessions::find_auction_fault(const OrderRequest& request,
                                                         InstrumentId instrument) const
{
    const Calendar& c = calendars_[state_.listings[instrument].calendar];
    bool closing =
        request.type == OrderType::market_on_close || request.type == OrderType::limit_on_close;
    bool opening = request.time_in_force == TimeInForce::opening;
    if (!closing && !opening) return std::nullopt;
    TimePoint auction = closing ? c.session.close : c.session.open;
    Duration cutoff = closing ? state_.options.closing_cutoff : state_.options.opening_cutoff;
    bool late = state_.now() > auction - cutoff && (closing || state_.now() < auction);
    if (!late) return std::nullopt;
    return make_tws_error(
        201, fmt::format("Order rejected - reason: {} orders are taken until {}",
                         closing ? "on-close" : "on-open", format_time(auction - cutoff)));
}

void TradingSessions::auction_print(Book& book)
{
    if (book.market.halted()) return;
    Calendar& c = calendars_[book.calendar];
    if (!c.session.auctions) return;
    PrintKind kind = book.market.print_kind();
    Decimal price = *book.market.last();
    if (kind == PrintKind::opening || (kind == PrintKind::regular && c.phase == Phase::regular)) {
        // the first trade of the day is the opening; a late one stands in for it
        if (!book.auction(true).empty())
            run_auction(book, true, price, kind == PrintKind::regular && c.opening_done);
    }
    // the first trade at or after the close is the closing print
    if (kind == PrintKind::closing ||
        (kind == PrintKind::regular && c.closing_pending && state_.now() >= c.session.close)) {
        book.market.close_at(price);
        if (!book.auction(false).empty()) run_auction(book, false, price, false);
    }
}

bool TradingSessions::opens_with(Book& book, const Bar& bar) const
{
    const Calendar& c = calendars_[book.calendar];
    return !book.auction(true).empty() && c.phase == Phase::regular && bar.time >= c.session.open;
}

void TradingSessions::run_auction(Book& book, bool opening, Decimal price, bool fallback)
{
    std::vector<Order*> waiting;
    for (const auto& entry : book.auction(opening)) {
        // an opening order entered during the session is for the next one
        if (opening && entry.order->expires_at != TimePoint::max() &&
            entry.order->expires_at > calendars_[book.calendar].session.post_close)
            continue;
        waiting.push_back(entry.order);
    }
    if (waiting.empty()) return;
    if (fallback)
        actions_.notice(
            Error{Errc::no_price,
                  fmt::format(
                      "auction_fallback: no {} print of {} within {} s; {} is the {} "
                      "regular trade",
                      opening ? "opening" : "closing",
                      state_.instruments().contract(book.instrument).describe(),
                      std::chrono::duration_cast<std::chrono::seconds>(state_.options.auction_grace)
                          .count(),
                      price.str(), opening ? "first" : "last")});
    for (Order* order : waiting) {
        if (order->done()) continue;
        state_.listings.unfile(*order);
        bool fits =
            !order->limit_price || (order->side == Side::buy ? price <= *order->limit_price
                                                             : price >= *order->limit_price);
        Decimal quantity = fits ? matching_.takeable(*order, order->workable()) : Decimal{};
        if (quantity.sign() > 0) actions_.fill(*order, quantity, price, Liquidity::removed);
        if (!order->done())
            actions_.cancel(*order,
                            fits ? "it would sell short" : "the auction price is beyond its limit");
    }
}

void TradingSessions::end_closing_auction(std::size_t calendar)
{
    Calendar& c = calendars_[calendar];
    if (!c.closing_pending) return;
    for (InstrumentId id : c.followers) {
        Book& book = state_.listings[id];
        if (book.auction(false).empty()) continue;
        // no print of its own: the last trade of the day, where there was one
        if (book.market.last() && book.market.open() && !book.market.halted())
            run_auction(book, false, *book.market.last(), true);
    }
    c.closing_pending = false;
    expire_due();
    std::vector<Order*> left;
    state_.orders.for_each_live([&](Order& order) {
        if (order.place == Place::closing_auction && &calendar_of(order) == &c)
            left.push_back(&order);
    });
    for (Order* order : left) actions_.cancel(*order, "there was no closing auction");
}

}  // namespace trademind::paper
