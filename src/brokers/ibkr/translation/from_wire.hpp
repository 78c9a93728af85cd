// The protocol's messages as the domain's values.
#pragma once

#include "brokers/ibkr/translation/order_news.hpp"

#include <trademind/account.hpp>
#include <trademind/brokers/ibkr/messages/account.hpp>
#include <trademind/brokers/ibkr/messages/contract_details.hpp>
#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/history.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/market.hpp>

#include <optional>
#include <string_view>

namespace trademind::ibkr_broker {

/// The shortest decimal that reads back as the same double; nothing where it is none, or larger
/// than any amount: see number_gate.hpp.
std::optional<Decimal> decimal(std::optional<double>);

// A word that the domain has no value for becomes `unknown`, and stands in `unknown_words`. What is
// no word (a number, a time) and cannot be read is empty, and stands in `unread` with TWS's text. A
// row without what makes it a row is nothing: `unread` says which field.

/// As TWS tells it. Rows of positions, whose exchange is missing or that of the listing, have none:
/// Contracts::qualify finds where to trade.
Contract from_wire(const ibkr::Contract&);
/// Those rare attributes that the order's type uses and that TWS does not make up by itself; empty
/// where there are none.
RareAttributes attributes_from_wire(const ibkr::Contract&, const ibkr::Order&, OrderType);
/// Terms of an order that TWS holds.
OrderRequest from_wire(const ibkr::Contract&, const ibkr::Order&);
TermsNews from_wire(const ibkr::OpenOrder&);
/// Nothing for a status that is not known: it changes no order.
std::optional<StatusNews> from_wire(const ibkr::OrderStatus&);
/// Nothing without quantity or price. A time that cannot be read is none: the fill counts.
std::optional<Execution> from_wire(const ibkr::ExecutionDetails&, std::string_view zone,
                                   UnknownWords& unread);
/// Nothing without an amount.
std::optional<Commission> from_wire(const ibkr::CommissionAndFeesReport&, UnknownWords& unread);
/// Nothing without a quantity: a position of zero is another thing.
std::optional<Position> from_wire(const ibkr::Position&, UnknownWords& unread);
std::optional<Position> from_wire(const ibkr::PositionMulti&, UnknownWords& unread);
std::optional<Position> from_wire(const ibkr::PortfolioValue&, UnknownWords& unread);
OrderPreview from_wire(const ibkr::OrderState&);
ContractDetails from_wire(const ibkr::ContractData&);
ContractDetails from_wire(const ibkr::BondContractData&);
/// Nothing for a bar without a readable time or without one of its four prices.
std::optional<Bar> from_wire(const ibkr::HistoricalBar&, std::string_view zone,
                             UnknownWords& unread);

}  // namespace trademind::ibkr_broker
