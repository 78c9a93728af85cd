// Option exercise, and what options are worth.
#pragma once

#include <trademind/brokers/ibkr/messages/contract.hpp>

namespace trademind::ibkr {

struct TickOptionComputation;
struct OpenOrder;
struct OrderStatus;
struct ExecutionDetails;

/// Exercises (1) or lapses (2). Takes an order id as its id. `override_default` goes against what
/// the exchange would do by itself.
struct ExerciseOptionsRequest {
    static constexpr RequestInfo info{Request::exercise_options, "ExerciseOptionsRequest",
                                      Version::protobuf_rest_1, 2};
    using answer = Stream<OpenOrder, OrderStatus, ExecutionDetails>;
    static constexpr Key key = Key::order_id;
    int order_id = no_id;
    Contract contract;
    int exercise_action{};
    int exercise_quantity{};
    std::string_view account;
    bool override_default{};
    std::string_view manual_order_time;
    std::string_view customer_account;
    bool professional_customer{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("orderId", 1, m.order_id);
        v.nested("contract", 2, m.contract, named_contract<false>);
        v("exerciseAction", 3, m.exercise_action);
        v("exerciseQuantity", 4, m.exercise_quantity);
        v("account", 5, m.account);
        v("override", 6, m.override_default);
        v.from(Version::manual_time_in_exercise, "manualOrderTime", 7, m.manual_order_time);
        v.from(Version::customer_account, "customerAccount", 8, m.customer_account);
        v.from(Version::professional_customer, "professionalCustomer", 9, m.professional_customer);
    }
};

struct CancelCalculateImpliedVolatility : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_calculate_implied_volatility,
                                      "CancelCalculateImpliedVolatility", Version::protobuf_rest_1,
                                      1};
};

struct CalculateImpliedVolatilityRequest : ById {
    static constexpr RequestInfo info{Request::calculate_implied_volatility,
                                      "CalculateImpliedVolatilityRequest", Version::protobuf_rest_1,
                                      2};
    using answer = Stream<TickOptionComputation>;
    using cancel = CancelCalculateImpliedVolatility;
    Contract contract;
    std::optional<double> option_price;
    std::optional<double> under_price;
    Tags options;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("contract", 2, m.contract, requested_contract);
        v.marked("optionPrice", 3, m.option_price);
        v.marked("underPrice", 4, m.under_price);
        v.tags("impliedVolatilityOptions", 5, m.options);
    }
};

struct CancelCalculateOptionPrice : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_calculate_option_price,
                                      "CancelCalculateOptionPrice", Version::protobuf_rest_1, 1};
};

struct CalculateOptionPriceRequest : ById {
    static constexpr RequestInfo info{Request::calculate_option_price,
                                      "CalculateOptionPriceRequest", Version::protobuf_rest_1, 2};
    using answer = Stream<TickOptionComputation>;
    using cancel = CancelCalculateOptionPrice;
    Contract contract;
    std::optional<double> volatility;
    std::optional<double> under_price;
    Tags options;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("contract", 2, m.contract, requested_contract);
        v.marked("volatility", 3, m.volatility);
        v.marked("underPrice", 4, m.under_price);
        v.tags("optionPriceOptions", 5, m.options);
    }
};

}  // namespace trademind::ibkr
