// A small trading desk behind the mock TWS: it takes orders, fills them, keeps positions and cash,
// and answers the usual questions.
#pragma once

#include "mock/mock_tws.hpp"

#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace trademind::test {

/// An instrument that the desk trades.
struct DeskInstrument {
    std::string symbol, sec_type = "STK", exchange = "SMART", primary_exchange = "NASDAQ";
    std::string currency = "USD", long_name, trading_class, local_symbol;
    /// As TWS lists them, in US/Eastern.
    std::string trading_hours = "20260105:0400-20260105:2000",
                liquid_hours = "20260105:0930-20260105:1600";
    /// Of derivatives, as TWS writes them; empty: none.
    std::string expiry, right;
    std::optional<Decimal> strike;
    int con_id = 0;
    Decimal multiplier = 1, min_tick = Decimal::from_raw(Decimal::one / 100);
    std::optional<Decimal> size_increment;
    std::optional<Decimal> bid, ask, last;
    std::optional<Decimal> open, high, low, close, volume;  ///< of the day
    Decimal size = 100;
};

/// An order as the desk holds it.
struct DeskOrder {
    ReceivedRequest request;  ///< the last place or modify; texts of `terms` are views into it
    ibkr::PlaceOrderRequest terms;
    int client_id = 0, order_id = 0;
    std::int64_t perm_id = 0;
    std::string symbol, account, status;
    std::string completed_status;
    Decimal quantity, filled, notional;
    bool triggered = false;

    bool open() const
    {
        return status != "Filled" && status != "Cancelled" && status != "Inactive";
    }
    Decimal remaining() const { return quantity - filled; }
    bool buys() const { return terms.order.action == "BUY"; }
};

struct DeskExecution {
    int client_id = 0, order_id = 0;
    std::int64_t perm_id = 0;
    std::string id, symbol, account, side, time, order_ref;
    Decimal shares, price, cumulative, average, commission;
    std::optional<Decimal> realized;
};

struct DeskPosition {
    Decimal quantity, average_cost;
};

struct DeskBar {
    std::string date;
    Decimal open, high, low, close, volume;
};

/// Attaches itself to a MockTws, which must live as long. By itself it accepts every order
/// (OPEN_ORDER, ORDER_STATUS Submitted) and fills it when the quote allows; a test may hold, fill,
/// cancel and reject by hand.
class MockDesk {
public:
    static constexpr int any_client = -1;

    explicit MockDesk(MockTws& tws);

    // instruments and quotes
    DeskInstrument& add(DeskInstrument instrument);
    /// A US stock; con_id 0 makes one up.
    DeskInstrument& add_stock(std::string symbol, int con_id = 0);
    DeskInstrument* find(std::string_view symbol);
    /// Sends ticks to whoever subscribed, and fills what the quote now allows.
    void quote(std::string_view symbol, Decimal bid, Decimal ask, std::optional<Decimal> last = {},
               Decimal size = 100);
    /// What history answers: as many bars as given, whatever the range asked for. Without any:
    /// error 162.
    void bars(std::string_view symbol, std::vector<DeskBar> bars);
    std::size_t lines() const { return lines_.size(); }

    // what becomes of orders
    /// On (default): marketable orders fill at the quote. Off: only fill() fills.
    void match(bool on) { matching_ = on; }
    /// Takes orders and cancels, and says nothing until it is off again.
    void hold(bool on) { holding_ = on; }
    /// Messages of one event come in any order, and now and then twice: TWS promises neither.
    /// `random` gives any number; nothing: TWS's usual order, once.
    void disorder(std::function<unsigned()> random) { random_ = std::move(random); }
    /// The next new order is refused with this code.
    void reject_next(int code, std::string text) { reject_ = {code, std::move(text)}; }
    /// A fill; all messages of it, in TWS's usual order.
    const DeskExecution& fill(int order_id, Decimal quantity, Decimal price,
                              int client_id = any_client);
    /// A cancel that nobody asked for.
    void cancel(int order_id, std::string_view why = "by the desk", int client_id = any_client);
    /// An order that has not filled is refused after all: Inactive, and the code.
    void reject(int order_id, int code, std::string_view text, int client_id = any_client);
    /// What happens while its client is away is not sent, only remembered.
    DeskOrder& order(int order_id, int client_id = any_client);
    const std::map<std::pair<int, int>, DeskOrder>& orders() const { return orders_; }
    const std::vector<DeskExecution>& executions() const { return executions_; }

    // the account
    void cash(Decimal amount) { cash_ = amount; }
    /// -1: no limit.
    void day_trades(int left) { day_trades_ = left; }
    Decimal cash() const { return cash_; }
    void position(std::string_view symbol, Decimal quantity, Decimal average_cost);
    DeskPosition position(std::string_view symbol) const;
    Decimal net_liquidation() const;
    const std::string& account() const { return account_; }
    /// For connections to come.
    void name_account(std::string id)
    {
        account_ = std::move(id);
        tws_->accounts(account_);
    }

    // to a client, by hand
    void send_order(const DeskOrder& order, MockSession& session);
    void send_status(const DeskOrder& order, MockSession& session);
    void send_execution(const DeskExecution& execution, MockSession& session, int request_id = -1);
    void send_commission(const DeskExecution& execution, MockSession& session);

private:
    struct Line {
        int session, request_id;
        std::string symbol;
        bool operator==(const Line&) const = default;
    };
    using Key = std::pair<int, int>;  // client id, order id

    void attach_orders();
    void attach_account();
    void attach_market();
    void attach_history();
    void place(MockSession& session, const ReceivedRequest& request);
    void preview(MockSession& session, const ibkr::PlaceOrderRequest& terms);
    void ask_cancel(MockSession& session, int order_id);
    void tell(std::vector<std::function<void()>> news);
    void close(DeskOrder& order, std::string status, std::string completed);
    /// Orders of its bracket that were sent with transmit false: the last one releases them.
    std::vector<DeskOrder*> held_family(const DeskOrder& order);
    void start_working(DeskOrder& order);
    void acknowledge(DeskOrder& order);
    void match_all(std::string_view symbol);
    void match_order(DeskOrder& order);
    std::optional<Decimal> marketable(DeskOrder& order);
    void book(const DeskExecution& execution, DeskOrder& order);
    std::vector<MockSession*> owners(const DeskOrder& order);
    void send_position(std::string_view symbol, MockSession& session);
    void send_portfolio(std::string_view symbol, MockSession& session);
    void send_account(MockSession& session);
    void send_ticks(const DeskInstrument& instrument, MockSession& session, int request_id);
    std::vector<std::pair<std::string, Decimal>> account_values() const;
    ibkr::Contract contract_of(const DeskInstrument& instrument) const;
    /// As a row of a position: without exchange, but for a stock's listing.
    ibkr::Contract row_of(const DeskInstrument& instrument) const;
    DeskInstrument* find(const ibkr::Contract& contract);
    /// How TWS refuses a request that names such a contract: 200 for none, 321 without exchange,
    /// 478 where what stands beside the id is another's. Nothing: it takes it.
    std::optional<std::pair<int, std::string>> fault_of(const ibkr::Contract& contract);
    std::string time_now() const;
    void account_changed(std::string_view symbol);

    MockTws* tws_;
    std::string account_ = "DU1234567";
    std::vector<std::unique_ptr<DeskInstrument>> instruments_;
    std::map<Key, DeskOrder> orders_;
    std::vector<DeskExecution> executions_;
    std::map<std::string, DeskPosition, std::less<>> positions_;
    std::map<std::string, std::vector<DeskBar>, std::less<>> bars_;
    std::vector<Line> lines_;
    std::vector<std::pair<int, int>> summaries_;           // session, request id
    std::vector<int> position_streams_, account_streams_;  // sessions
    Decimal cash_ = 1'000'000;
    bool matching_ = true, holding_ = false;
    std::function<unsigned()> random_;
    std::optional<std::pair<int, std::string>> reject_;
    int next_con_id_ = 1000, market_data_type_ = 1, day_trades_ = -1;
    std::int64_t next_perm_id_ = 1'900'000'000;
};

}  // namespace trademind::test
