// Accounts, positions, profit and loss.
#pragma once

#include <trademind/brokers/ibkr/messages/contract.hpp>

namespace trademind::ibkr {

struct AccountValue {
    static constexpr AnswerInfo info{Answer::account_value, "AccountValue",
                                     Version::protobuf_accounts_positions, 2};
    std::string_view key, value, currency, account;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("key", 1, m.key);
        v("value", 2, m.value);
        v("currency", 3, m.currency);
        v("accountName", 4, m.account);
    }
};

/// A position of the account subscribed to, with its value.
struct PortfolioValue {
    static constexpr AnswerInfo info{Answer::portfolio_value, "PortfolioValue",
                                     Version::protobuf_accounts_positions};
    Contract contract;
    std::optional<Decimal> position;
    std::optional<double> market_price = 0.0, market_value = 0.0, average_cost = 0.0;
    std::optional<double> unrealized_pnl = 0.0, realized_pnl = 0.0;
    std::string_view account;

    template <class M, class V> static void describe(M& m, V& v)
    {
        int version = v.text_version(8);
        v.required("contract", 1, m.contract, [version](auto& c, auto& w) {
            w.text("contract.conId", c.con_id);
            w.text("contract.symbol", c.symbol);
            w.text("contract.secType", c.sec_type);
            w.text("contract.lastTradeDateOrContractMonth", c.last_trade_date_or_contract_month);
            w.text_marked("contract.strike", c.strike);
            w.text("contract.right", c.right);
            if (version >= 7) {
                w.text("contract.multiplier", c.multiplier);
                w.text("contract.primaryExch", c.primary_exchange);
            }
            w.text("contract.currency", c.currency);
            w.text("contract.localSymbol", c.local_symbol);
            if (version >= 8) w.text("contract.tradingClass", c.trading_class);
        });
        v("position", 2, m.position);
        v.marked("marketPrice", 3, m.market_price);
        v.marked("marketValue", 4, m.market_value);
        v.marked("averageCost", 5, m.average_cost);
        v.marked("unrealizedPNL", 6, m.unrealized_pnl);
        v.marked("realizedPNL", 7, m.realized_pnl);
        v("accountName", 8, m.account);
    }
};

/// hh:mm of the last change of the account.
struct AccountUpdateTime {
    static constexpr AnswerInfo info{Answer::account_update_time, "AccountUpdateTime",
                                     Version::protobuf_accounts_positions, 1};
    std::string_view time_stamp;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("timeStamp", 1, m.time_stamp);
    }
};

/// The first image of the account is complete.
struct AccountDataEnd {
    static constexpr AnswerInfo info{Answer::account_data_end, "AccountDataEnd",
                                     Version::protobuf_accounts_positions, 1};
    std::string_view account;

    template <class M, class V> static void describe(M& m, V& v) { v("accountName", 1, m.account); }
};

struct Position {
    static constexpr AnswerInfo info{Answer::position, "Position",
                                     Version::protobuf_accounts_positions};
    std::string_view account;
    Contract contract;
    std::optional<Decimal> position;
    std::optional<double> average_cost = 0.0;

    template <class M, class V> static void describe(M& m, V& v)
    {
        int version = v.text_version(3);
        v("account", 1, m.account);
        v.required("contract", 2, m.contract, [version](auto& c, auto& w) {
            answered_contract_without_class(c, w);
            if (version >= 2) w.text("contract.tradingClass", c.trading_class);
        });
        v("position", 3, m.position);
        if (version >= 3) v.marked("avgCost", 4, m.average_cost);
    }
};

struct PositionEnd : NoFields {
    static constexpr AnswerInfo info{Answer::position_end, "PositionEnd",
                                     Version::protobuf_accounts_positions, 1};
};

struct AccountSummary : OfRequest {
    static constexpr AnswerInfo info{Answer::account_summary, "AccountSummary",
                                     Version::protobuf_accounts_positions, 1};
    std::string_view account, tag, value, currency;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("account", 2, m.account);
        v("tag", 3, m.tag);
        v("value", 4, m.value);
        v("currency", 5, m.currency);
    }
};

struct AccountSummaryEnd : AnswerById {
    static constexpr AnswerInfo info{Answer::account_summary_end, "AccountSummaryEnd",
                                     Version::protobuf_accounts_positions, 1};
};

struct PositionMulti : OfRequest {
    static constexpr AnswerInfo info{Answer::position_multi, "PositionMulti",
                                     Version::protobuf_accounts_positions, 1};
    std::string_view account;
    Contract contract;
    std::optional<Decimal> position;
    std::optional<double> average_cost = 0.0;
    std::string_view model_code;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("account", 2, m.account);
        v.required("contract", 3, m.contract, answered_contract);
        v("position", 4, m.position);
        v.marked("avgCost", 5, m.average_cost);
        v("modelCode", 6, m.model_code);
    }
};

struct PositionMultiEnd : AnswerById {
    static constexpr AnswerInfo info{Answer::position_multi_end, "PositionMultiEnd",
                                     Version::protobuf_accounts_positions, 1};
};

struct AccountUpdateMulti : OfRequest {
    static constexpr AnswerInfo info{Answer::account_update_multi, "AccountUpdateMulti",
                                     Version::protobuf_accounts_positions, 1};
    std::string_view account, model_code, key, value, currency;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("account", 2, m.account);
        v("modelCode", 3, m.model_code);
        v("key", 4, m.key);
        v("value", 5, m.value);
        v("currency", 6, m.currency);
    }
};

struct AccountUpdateMultiEnd : AnswerById {
    static constexpr AnswerInfo info{Answer::account_update_multi_end, "AccountUpdateMultiEnd",
                                     Version::protobuf_accounts_positions, 1};
};

struct PnL : OfRequest {
    static constexpr AnswerInfo info{Answer::pnl, "PnL", Version::protobuf_scanner};
    std::optional<double> daily_pnl, unrealized_pnl, realized_pnl;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.marked("dailyPnL", 2, m.daily_pnl);
        v.marked("unrealizedPnL", 3, m.unrealized_pnl);
        v.marked("realizedPnL", 4, m.realized_pnl);
    }
};

struct PnLSingle : OfRequest {
    static constexpr AnswerInfo info{Answer::pnl_single, "PnLSingle", Version::protobuf_scanner};
    std::optional<Decimal> position;
    std::optional<double> daily_pnl, unrealized_pnl, realized_pnl, value;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("position", 2, m.position);
        v.marked("dailyPnL", 3, m.daily_pnl);
        v.marked("unrealizedPnL", 4, m.unrealized_pnl);
        v.marked("realizedPnL", 5, m.realized_pnl);
        v.marked("value", 6, m.value);
    }
};

}  // namespace trademind::ibkr
