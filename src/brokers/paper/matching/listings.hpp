// The listed instruments with their books, and where each order waits in them.
#pragma once

#include "brokers/paper/matching/book.hpp"

#include <deque>
#include <optional>

namespace trademind::paper {

class Listings {
public:
    Instruments& instruments() { return instruments_; }
    const Instruments& instruments() const { return instruments_; }
    /// The book of the next instrument, which instruments() has got already.
    Book& add_book() { return books_.emplace_back(static_cast<InstrumentId>(books_.size())); }
    bool has_book(InstrumentId id) const { return id < books_.size(); }
    Book& operator[](InstrumentId id) { return books_[id]; }
    const Book& operator[](InstrumentId id) const { return books_[id]; }

    Book& book_of(const Order& order) { return books_[order.instrument]; }
    const Contract& contract_of(const Order& order) const
    {
        return instruments_.contract(order.instrument);
    }
    Decimal tick_of(const Order& order, Decimal price) const
    {
        return instruments_.tick(order.instrument, price);
    }

    void file(Order& order, Place place);
    void unfile(Order& order);
    /// The stop of an armed order; of a trailing one where it stands now.
    std::optional<Decimal> trigger_price(const Order& order) const;
    /// What a unit of the order may cost or bring: its limit, its stop, or the opposite quote.
    std::optional<Decimal> value_price(const Order& order) const;

    OrderReport report(const Order& order) const
    {
        OrderReport report;
        write_report(order, report);
        return report;
    }
    /// Writes the same into a new report.
    void write_report(const Order& order, OrderReport& into) const;
    Quote quote_of(InstrumentId instrument) const;

private:
    TriggerMethod method_of(const Order& order) const;
    Book::Filing filing_of(const Order& order) const;
    /// Writes down where a trailing stop has come to, and a limit that was given with it.
    template <class Terms> void settle_stop(Terms& terms, const Order& order) const;

    Instruments instruments_;
    std::deque<Book> books_;
};

}  // namespace trademind::paper
