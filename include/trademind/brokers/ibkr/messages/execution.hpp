// Fills and what they cost.
#pragma once

#include <trademind/brokers/ibkr/messages/contract.hpp>

namespace trademind::ibkr {

struct Execution {
    int order_id{};
    std::string_view exec_id, time, account, exchange;
    std::string_view side;  ///< BOT or SLD
    std::optional<Decimal> shares = Decimal{};
    std::optional<double> price = 0.0;
    std::int64_t perm_id{};
    int client_id{};
    std::optional<int> liquidation;
    std::optional<Decimal> cumulative_quantity = Decimal{};
    std::optional<double> average_price = 0.0;
    std::string_view order_ref, ev_rule;
    std::optional<double> ev_multiplier = 0.0;
    std::string_view model_code;
    int last_liquidity{};  ///< 0 none, 1 added, 2 removed, 3 routed out
    bool is_price_revision_pending{};
    std::string_view submitter;
    /// -1 none, 1 exercise, 2 lapse, 3 do nothing, 100 assigned, 101 exercised by clearing,
    /// 102 expired, 103 netting, 200 exercised by trading; protobuf only.
    std::optional<int> exercise_or_lapse_type;

    template <class M, class V> static void describe(M& m, V& v)
    {
        if constexpr (!V::is_text) v("orderId", 1, m.order_id);
        v("execId", 2, m.exec_id);
        v("time", 3, m.time);
        v("acctNumber", 4, m.account);
        v("exchange", 5, m.exchange);
        v("side", 6, m.side);
        v.size("shares", 7, m.shares);
        v.marked("price", 8, m.price);
        v("permId", 9, m.perm_id);
        v("clientId", 10, m.client_id);
        v.flag_number("isLiquidation", 11, m.liquidation);
        v.size("cumQty", 12, m.cumulative_quantity);
        v.marked("avgPrice", 13, m.average_price);
        v("orderRef", 14, m.order_ref);
        v("evRule", 15, m.ev_rule);
        v.marked("evMultiplier", 16, m.ev_multiplier);
        v("modelCode", 17, m.model_code);
        v("lastLiquidity", 18, m.last_liquidity);
        if (v.since(Version::pending_price_revision))
            v("isPriceRevisionPending", 19, m.is_price_revision_pending);
        if (v.since(Version::submitter)) v("submitter", 20, m.submitter);
        if constexpr (!V::is_text) v("optExerciseOrLapseType", 21, m.exercise_or_lapse_type);
    }
};

/// A fill: unasked with request id -1, or in answer to a request.
struct ExecutionDetails : OfRequest {
    static constexpr AnswerInfo info{Answer::execution_data, "ExecutionDetails", Version::protobuf};
    Contract contract;
    Execution execution;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.text("execution.orderId", m.execution.order_id);
        v.nested("contract", 2, m.contract, answered_contract);
        v.nested("execution", 3, m.execution, whole);
    }
};

struct ExecutionDetailsEnd : AnswerById {
    static constexpr AnswerInfo info{Answer::execution_data_end, "ExecutionDetailsEnd",
                                     Version::protobuf, 1};
};

/// Commission of one fill, found by its execution id; comes before, with or long after the fill.
struct CommissionAndFeesReport {
    static constexpr AnswerInfo info{Answer::commission_and_fees_report, "CommissionAndFeesReport",
                                     Version::protobuf_rest_1, 1};
    std::string_view exec_id;
    std::optional<double> commission_and_fees = 0.0;
    std::string_view currency;
    std::optional<double> realized_pnl = 0.0;
    std::optional<double> bond_yield = 0.0;
    int yield_redemption_date{};  ///< yyyymmdd

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("execId", 1, m.exec_id);
        v.marked("commissionAndFees", 2, m.commission_and_fees);
        v("currency", 3, m.currency);
        v.marked("realizedPNL", 4, m.realized_pnl);
        v.marked("bondYield", 5, m.bond_yield);
        v.digits("yieldRedemptionDate", 6, m.yield_redemption_date);
    }
};

/// Which fills: empty members mean any.
struct ExecutionFilter {
    int client_id{};
    std::string_view account, time, symbol, sec_type, exchange, side;
    std::optional<int> last_n_days;
    std::vector<int> specific_dates;  ///< yyyymmdd

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("clientId", 1, m.client_id);
        v("acctCode", 2, m.account);
        v("time", 3, m.time);
        v("symbol", 4, m.symbol);
        v("secType", 5, m.sec_type);
        v("exchange", 6, m.exchange);
        v("side", 7, m.side);
        if constexpr (V::is_text) {
            v.text_from_marked(Version::days_of_executions, "lastNDays", m.last_n_days);
            if (v.since(Version::days_of_executions))
                v.values("specificDates", 0, m.specific_dates);
            else
                v.refused(Version::days_of_executions, "specificDates", m.specific_dates);
        } else {
            v("lastNDays", 8, m.last_n_days);
            v.values("specificDates", 9, m.specific_dates);
        }
    }
};

/// The fills since midnight, or of the days given.
struct ExecutionRequest {
    static constexpr RequestInfo info{Request::executions, "ExecutionRequest", Version::protobuf,
                                      3};
    using answer = Snapshot<ExecutionDetailsEnd, ExecutionDetails, CommissionAndFeesReport>;
    static constexpr Key key = Key::request_id;
    int request_id = no_id;
    ExecutionFilter filter;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.always("reqId", 1, m.request_id);
        v.nested("executionFilter", 2, m.filter, whole);
    }
};

}  // namespace trademind::ibkr
