// The paper market trades exactly when the risk checks call the market open.
#include "domain/market_hours.hpp"
#include "unit/paper/paper_fixture.hpp"

namespace trademind::test {
namespace {

using namespace std::chrono;

class PaperHours : public PaperTest {
protected:
    /// Asks both for every quarter of an hour from now until `end`.
    void expect_agreement(const MarketHours& hours, sys_days end)
    {
        int open = 0, asked = 0;
        for (TimePoint at = ceil<minutes>(clock->now()); at < end; at += 15min, ++asked) {
            pass(at - clock->now());
            quote(10_d, 1'000'000, 10_d, 1'000'000);
            auto order = asked % 2 ? sell_x(1) : buy_x(1);
            bool filled = place(std::move(order).immediate_or_cancel())->filled == 1_d;
            bool is_open = hours.state_at(at) == MarketState::open;
            ASSERT_EQ(filled, is_open) << format_time(at);
            open += is_open;
            if (asked % 1000 == 0) heard = {};
        }
        EXPECT_GT(open, asked / 8);
    }
};

TEST_F(PaperHours, of_us_stocks_agree_with_the_risk_checks_all_year)
{
    auto options = on_exchange();
    options.fee_model = std::make_shared<paper::NoFees>();
    start(options);
    expect_agreement(hours_of(stock("X"), nullptr), 2027y / 1 / 5);
}

TEST_F(PaperHours, that_are_listed_agree_with_the_risk_checks)
{
    ContractDetails details{stock("X").in("JPY")};
    details.time_zone = "Asia/Tokyo";
    details.trading_hours = details.liquid_hours =
        "20260105:CLOSED;20260106:0900-20260106:1130;20260106:1230-20260106:1530;"
        "20260107:0900-20260107:1130;20260107:1230-20260107:1530";
    paper::Instrument x{details};
    x.details.contract = stock("X");
    x.calendar = calendar_from_hours(details).value();
    paper::Options options;
    options.instruments = {x};
    options.fee_model = std::make_shared<paper::NoFees>();
    start(options);
    expect_agreement(hours_of(details.contract, &details), 2026y / 1 / 7);
}

}  // namespace
}  // namespace trademind::test
