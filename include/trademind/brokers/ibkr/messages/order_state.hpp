// What the server says about an order beside the order itself: margin, commission, allocations.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

namespace trademind::ibkr {

struct OrderAllocation {
    std::string_view account;
    std::optional<Decimal> position, position_desired, position_after;
    std::optional<Decimal> desired_quantity, allowed_quantity;
    bool is_monetary{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("account", 1, m.account);
        v("position", 2, m.position);
        v("positionDesired", 3, m.position_desired);
        v("positionAfter", 4, m.position_after);
        v("desiredAllocQty", 5, m.desired_quantity);
        v("allowedAllocQty", 6, m.allowed_quantity);
        v("isMonetary", 7, m.is_monetary);
    }
};

/// Margin figures come with what-if orders; commission also after fills.
struct OrderState {
    std::string_view status;
    std::optional<double> init_margin_before, maint_margin_before, equity_with_loan_before;
    std::optional<double> init_margin_change, maint_margin_change, equity_with_loan_change;
    std::optional<double> init_margin_after, maint_margin_after, equity_with_loan_after;
    std::optional<double> commission_and_fees, min_commission_and_fees, max_commission_and_fees;
    std::string_view commission_and_fees_currency, margin_currency;
    std::optional<double> init_margin_before_outside_rth, maint_margin_before_outside_rth;
    std::optional<double> equity_with_loan_before_outside_rth;
    std::optional<double> init_margin_change_outside_rth, maint_margin_change_outside_rth;
    std::optional<double> equity_with_loan_change_outside_rth;
    std::optional<double> init_margin_after_outside_rth, maint_margin_after_outside_rth;
    std::optional<double> equity_with_loan_after_outside_rth;
    std::optional<Decimal> suggested_size;
    std::string_view reject_reason;
    std::vector<OrderAllocation> allocations;
    std::string_view warning_text;
    std::string_view completed_time, completed_status;

    /// The text of an open order has exactly these fields in this order, except the last two,
    /// which belong to completed orders.
    template <class M, class V> static void describe(M& m, V& v)
    {
        v("status", 1, m.status);
        v("initMarginBefore", 2, m.init_margin_before);
        v("maintMarginBefore", 3, m.maint_margin_before);
        v("equityWithLoanBefore", 4, m.equity_with_loan_before);
        v("initMarginChange", 5, m.init_margin_change);
        v("maintMarginChange", 6, m.maint_margin_change);
        v("equityWithLoanChange", 7, m.equity_with_loan_change);
        v("initMarginAfter", 8, m.init_margin_after);
        v("maintMarginAfter", 9, m.maint_margin_after);
        v("equityWithLoanAfter", 10, m.equity_with_loan_after);
        v("commissionAndFees", 11, m.commission_and_fees);
        v("minCommissionAndFees", 12, m.min_commission_and_fees);
        v("maxCommissionAndFees", 13, m.max_commission_and_fees);
        v("commissionAndFeesCurrency", 14, m.commission_and_fees_currency);
        if (v.since(Version::full_order_preview)) {
            v("marginCurrency", 15, m.margin_currency);
            v("initMarginBeforeOutsideRTH", 16, m.init_margin_before_outside_rth);
            v("maintMarginBeforeOutsideRTH", 17, m.maint_margin_before_outside_rth);
            v("equityWithLoanBeforeOutsideRTH", 18, m.equity_with_loan_before_outside_rth);
            v("initMarginChangeOutsideRTH", 19, m.init_margin_change_outside_rth);
            v("maintMarginChangeOutsideRTH", 20, m.maint_margin_change_outside_rth);
            v("equityWithLoanChangeOutsideRTH", 21, m.equity_with_loan_change_outside_rth);
            v("initMarginAfterOutsideRTH", 22, m.init_margin_after_outside_rth);
            v("maintMarginAfterOutsideRTH", 23, m.maint_margin_after_outside_rth);
            v("equityWithLoanAfterOutsideRTH", 24, m.equity_with_loan_after_outside_rth);
            v("suggestedSize", 25, m.suggested_size);
            v("rejectReason", 26, m.reject_reason);
            v.list("orderAllocations", 27, m.allocations, whole);
        }
        v("warningText", 28, m.warning_text);
        if constexpr (!V::is_text) {
            v("completedTime", 29, m.completed_time);
            v("completedStatus", 30, m.completed_status);
        }
    }
};

}  // namespace trademind::ibkr
