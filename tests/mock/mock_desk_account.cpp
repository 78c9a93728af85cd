// The desk's account: positions, values, and who hears of their changes.
#include "mock/mock_desk.hpp"

#include <trademind/brokers/ibkr/messages/account_requests.hpp>

#include <algorithm>

namespace trademind::test {

using namespace ibkr;

void MockDesk::attach_account()
{
    tws_->on<PositionsRequest>([this](MockSession& session, const PositionsRequest&) {
        for (const auto& [symbol, position] : positions_) send_position(symbol, session);
        session.send(PositionEnd{});
        position_streams_.push_back(session.number());
    });
    tws_->on<CancelPositions>([this](MockSession& session, const CancelPositions&) {
        std::erase(position_streams_, session.number());
    });
    tws_->on<AccountDataRequest>([this](MockSession& session, const AccountDataRequest& request) {
        std::erase(account_streams_, session.number());
        if (!request.subscribe) return;
        send_account(session);
        for (const auto& [symbol, position] : positions_) send_portfolio(symbol, session);
        AccountUpdateTime time;
        time.time_stamp = "14:30";
        session.send(time);
        AccountDataEnd end;
        end.account = account_;
        session.send(end);
        account_streams_.push_back(session.number());
    });
    tws_->on<AccountSummaryRequest>(
        [this](MockSession& session, const AccountSummaryRequest& request) {
            for (const auto& [tag, value] : account_values()) {
                if (!request.tags.empty() && request.tags.find(tag) == std::string_view::npos)
                    continue;
                AccountSummary row;
                auto text = value.str();
                row.request_id = request.request_id;
                row.account = account_;
                row.tag = tag;
                row.value = text;
                row.currency = "USD";
                session.send(row);
            }
            AccountSummaryEnd end;
            end.request_id = request.request_id;
            session.send(end);
            summaries_.emplace_back(session.number(), request.request_id);
        });
    tws_->on<CancelAccountSummary>(
        [this](MockSession& session, const CancelAccountSummary& request) {
            std::erase(summaries_, std::pair{session.number(), request.request_id});
        });
}

void MockDesk::position(std::string_view symbol, Decimal quantity, Decimal average_cost)
{
    if (!find(symbol)) add_stock(std::string{symbol});
    positions_.insert_or_assign(std::string{symbol}, DeskPosition{quantity, average_cost});
    account_changed(symbol);
}

DeskPosition MockDesk::position(std::string_view symbol) const
{
    auto known = positions_.find(symbol);
    return known == positions_.end() ? DeskPosition{} : known->second;
}

Decimal MockDesk::net_liquidation() const
{
    auto total = cash_;
    for (const auto& instrument : instruments_) {
        auto held = position(instrument->symbol);
        total +=
            held.quantity * instrument->last.value_or(held.average_cost) * instrument->multiplier;
    }
    return total;
}

std::vector<std::pair<std::string, Decimal>> MockDesk::account_values() const
{
    Decimal gross;
    for (const auto& instrument : instruments_) {
        auto held = position(instrument->symbol);
        gross +=
            (held.quantity * instrument->last.value_or(held.average_cost) * instrument->multiplier)
                .abs();
    }
    auto equity = net_liquidation();
    auto margin = gross * Decimal::from_raw(Decimal::one / 4);
    return {{"NetLiquidation", equity},
            {"TotalCashValue", cash_},
            {"SettledCash", cash_},
            {"GrossPositionValue", gross},
            {"EquityWithLoanValue", equity},
            {"InitMarginReq", margin},
            {"MaintMarginReq", margin},
            {"AvailableFunds", equity - margin},
            {"ExcessLiquidity", equity - margin},
            {"BuyingPower", (equity - margin) * 4},
            {"DayTradesRemaining", Decimal{day_trades_}}};
}

void MockDesk::send_account(MockSession& session)
{
    auto value = [&](std::string_view key, std::string_view text, std::string_view currency) {
        AccountValue row;
        row.key = key;
        row.value = text;
        row.currency = currency;
        row.account = account_;
        session.send(row);
    };
    value("AccountCode", account_, "");
    value("AccountReady", "true", "");
    value("AccountType", "INDIVIDUAL", "");
    for (const auto& [key, amount] : account_values())
        value(key, amount.str(), key == "DayTradesRemaining" ? "" : "USD");
    value("CashBalance", cash_.str(), "USD");
    value("CashBalance", cash_.str(), "BASE");
}

void MockDesk::send_position(std::string_view symbol, MockSession& session)
{
    auto held = position(symbol);
    Position row;
    row.account = account_;
    row.contract = row_of(*find(symbol));
    row.position = held.quantity;
    row.average_cost = (held.average_cost * find(symbol)->multiplier).to_double();
    session.send(row);
}

void MockDesk::send_portfolio(std::string_view symbol, MockSession& session)
{
    auto held = position(symbol);
    const auto& instrument = *find(symbol);
    auto price = instrument.last.value_or(held.average_cost);
    auto value = held.quantity * price * instrument.multiplier;
    PortfolioValue row;
    row.contract = row_of(instrument);
    row.contract.exchange = "";
    row.contract.primary_exchange = instrument.primary_exchange;
    row.position = held.quantity;
    row.market_price = price.to_double();
    row.market_value = value.to_double();
    row.average_cost = (held.average_cost * instrument.multiplier).to_double();
    row.unrealized_pnl =
        (value - held.quantity * held.average_cost * instrument.multiplier).to_double();
    Decimal realized;
    for (const auto& execution : executions_)
        if (execution.symbol == symbol) realized += execution.realized.value_or(Decimal{});
    row.realized_pnl = realized.to_double();
    row.account = account_;
    session.send(row);
}

void MockDesk::account_changed(std::string_view symbol)
{
    for (auto streams = position_streams_; int number : streams)
        if (auto* session = tws_->find_session_number(number)) send_position(symbol, *session);
    for (auto streams = account_streams_; int number : streams)
        if (auto* session = tws_->find_session_number(number)) {
            send_portfolio(symbol, *session);
            send_account(*session);
        }
}

}  // namespace trademind::test
