// The exit status of each error of a request and of an order.
#include "cli/live/connection.hpp"

#include <trademind/execution/risk.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trademind::cli {
namespace {

using testing::HasSubstr;

struct Row {
    Errc condition;
    Exit of_a_request, of_an_order;
};

TEST(ExitStatus, of_every_error)
{
    for (const auto& row : {
             Row{Errc::not_connected, Exit::not_connected, Exit::not_connected},
             Row{Errc::host_not_found, Exit::not_connected, Exit::not_connected},
             Row{Errc::connection_refused, Exit::not_connected, Exit::not_connected},
             Row{Errc::connection_lost, Exit::not_connected, Exit::unknown},
             Row{Errc::timed_out, Exit::failed, Exit::unknown},
             Row{Errc::cancelled, Exit::failed, Exit::failed},
             Row{Errc::client_id_in_use, Exit::not_connected, Exit::not_connected},
             Row{Errc::server_too_old, Exit::not_connected, Exit::not_connected},
             Row{Errc::server_too_new, Exit::not_connected, Exit::not_connected},
             Row{Errc::protocol, Exit::failed, Exit::failed},
             Row{Errc::invalid_argument, Exit::failed, Exit::refused},
             Row{Errc::not_supported, Exit::failed, Exit::refused},
             Row{Errc::unknown_contract, Exit::failed, Exit::refused},
             Row{Errc::ambiguous_contract, Exit::failed, Exit::refused},
             Row{Errc::unknown_order, Exit::failed, Exit::refused},
             Row{Errc::not_cancellable, Exit::failed, Exit::refused},
             Row{Errc::not_modifiable, Exit::failed, Exit::refused},
             Row{Errc::not_subscribed, Exit::failed, Exit::failed},
             Row{Errc::market_data_permission, Exit::failed, Exit::failed},
             Row{Errc::pacing, Exit::failed, Exit::failed},
             Row{Errc::read_only, Exit::failed, Exit::refused},
             Row{Errc::rejected, Exit::failed, Exit::refused},
             Row{Errc::invalid_order, Exit::failed, Exit::refused},
             Row{Errc::order_size_limit, Exit::failed, Exit::refused},
             Row{Errc::order_value_limit, Exit::failed, Exit::refused},
             Row{Errc::buying_power, Exit::failed, Exit::refused},
             Row{Errc::day_trade_limit, Exit::failed, Exit::refused},
             Row{Errc::duplicate_order, Exit::failed, Exit::refused},
             Row{Errc::no_price, Exit::failed, Exit::refused},
             Row{Errc::no_position, Exit::failed, Exit::refused},
             Row{Errc::no_account, Exit::failed, Exit::refused},
             Row{Errc::not_reconciled, Exit::failed, Exit::refused},
             Row{Errc::trading_halted, Exit::failed, Exit::refused},
             Row{Errc::risk_limit, Exit::failed, Exit::refused},
             Row{Errc::config, Exit::failed, Exit::failed},
             Row{Errc::input_output, Exit::failed, Exit::failed},
             Row{Errc::overflow, Exit::failed, Exit::failed},
             Row{Errc::internal, Exit::failed, Exit::failed},
             Row{Errc::data_file, Exit::failed, Exit::failed},
             Row{Errc::corporate_action, Exit::failed, Exit::failed},
         }) {
        Error error{row.condition, "why"};
        EXPECT_EQ(failure(error).exit, row.of_a_request) << error.describe();
        auto outcome = order_failure(error);
        EXPECT_EQ(outcome.exit, row.of_an_order) << error.describe();
        EXPECT_THAT(outcome.problem, HasSubstr("why"));
        EXPECT_EQ(outcome.problem.find("may be live") != std::string::npos,
                  row.of_an_order == Exit::unknown)
            << "who may have an order out is told: " << error.describe();
        EXPECT_EQ(outcome.output, "");
    }
}

TEST(ExitStatus, of_every_reason_of_the_risk_checks_is_a_refusal)
{
    for (int number = 1; number < risk_reason_count; ++number) {
        auto reason = static_cast<RiskReason>(number);
        auto outcome = order_failure(RiskVerdict{reason, "why"}.error());
        auto expected = reason == RiskReason::not_connected ? Exit::not_connected : Exit::refused;
        EXPECT_EQ(outcome.exit, expected) << to_string(reason);
    }
}

TEST(ExitStatus, of_tws_codes)
{
    struct Code {
        int code;
        Exit expected;
    };
    for (const auto& row : {Code{201, Exit::refused}, Code{110, Exit::refused},
                            Code{321, Exit::refused}, Code{504, Exit::not_connected},
                            Code{326, Exit::not_connected}, Code{10148, Exit::refused}})
        EXPECT_EQ(order_failure(Error{error_code{row.code, tws_category()}, "TWS says"}).exit,
                  row.expected)
            << row.code;
}

}  // namespace
}  // namespace trademind::cli
