// Minimum and maximum per order over its executions, and volumes of the month.
#include "brokers/paper/fees/fee_book.hpp"
#include "unit/paper_money/random_account.hpp"

#include <trademind/brokers/paper/ibkr_fees.hpp>

#include <gtest/gtest.h>

using namespace trademind;
using namespace trademind::paper;
using std::chrono::year;
using std::chrono::year_month_day;

namespace {

constexpr year_month_day monday_date = year{2026} / 6 / 15;
constexpr year_month_day tuesday_date = year{2026} / 6 / 16;

Decimal buy_shares(FeeBook& book, OrderId id, Decimal quantity, Decimal price,
                   year_month_day date = monday_date)
{
    Contract contract = stock("ABC");
    FeeRequest request{contract, Side::buy, quantity, price};
    request.trade_date = date;
    return book.charge(id, request)[FeeKind::commission];
}

FeeBook fixed_book(MinimumScope scope = MinimumScope::order_day)
{
    return FeeBook{std::make_shared<IbkrProFixed>(), scope};
}

/// Random cuts of a quantity.
std::vector<Decimal> cut(Dice& dice, std::int64_t quantity)
{
    std::vector<Decimal> parts;
    while (quantity > 0) {
        std::int64_t part = dice.roll(1, quantity);
        parts.push_back(part);
        quantity -= part;
    }
    return parts;
}

}  // namespace

TEST(FeeBook, orders_are_apart)
{
    FeeBook book = fixed_book();
    EXPECT_EQ(buy_shares(book, OrderId{1}, 50_d, 10_d), 1_d);
    EXPECT_EQ(buy_shares(book, OrderId{2}, 50_d, 10_d), 1_d);
    EXPECT_EQ(buy_shares(book, OrderId{1}, 50_d, 10_d), 0_d);
}

TEST(FeeBook, an_order_that_lives_on_pays_a_new_minimum)
{
    FeeBook book = fixed_book();
    EXPECT_EQ(buy_shares(book, OrderId{1}, 50_d, 10_d, monday_date), 1_d);
    EXPECT_EQ(buy_shares(book, OrderId{1}, 50_d, 10_d, tuesday_date), 1_d);
    EXPECT_EQ(buy_shares(book, OrderId{1}, 50_d, 10_d, tuesday_date), 0_d);
}

TEST(FeeBook, scope_of_the_order_spans_days)
{
    FeeBook book = fixed_book(MinimumScope::order);
    EXPECT_EQ(buy_shares(book, OrderId{1}, 50_d, 10_d, monday_date), 1_d);
    EXPECT_EQ(buy_shares(book, OrderId{1}, 50_d, 10_d, tuesday_date), 0_d);
}

TEST(FeeBook, a_modification_starts_anew_only_where_asked)
{
    for (auto [scope, expected] : {std::pair{MinimumScope::order_day, 0_d},
                                   std::pair{MinimumScope::order_day_version, 1_d}}) {
        FeeBook book = fixed_book(scope);
        buy_shares(book, OrderId{1}, 50_d, 10_d);
        book.modified(OrderId{1});
        EXPECT_EQ(buy_shares(book, OrderId{1}, 50_d, 10_d), expected);
    }
}

TEST(FeeBook, falling_prices_pay_nothing_back)
{
    FeeBook book = fixed_book();
    // fractional: the floor of a cent, then a maximum below it
    EXPECT_EQ(buy_shares(book, OrderId{1}, 0.5_d, 0.50_d), 0.01_d);
    EXPECT_EQ(buy_shares(book, OrderId{1}, 0.5_d, 0.50_d), 0_d);
}

TEST(FeeBook, volume_is_counted_by_product_and_month)
{
    FeeBook book{std::make_shared<IbkrProTiered>()};
    EXPECT_EQ(buy_shares(book, OrderId{1}, 300000_d, 5_d), 1050_d);
    EXPECT_EQ(buy_shares(book, OrderId{2}, 1000_d, 5_d), 2_d);
    Contract contract = future("ES", "202612", "CME");
    FeeRequest request{contract, Side::buy, 1_d, 5000_d};
    request.trade_date = monday_date;
    EXPECT_EQ(book.charge(OrderId{3}, request)[FeeKind::commission], 0.85_d);
    // a new month begins at nothing, also for its second order
    EXPECT_EQ(buy_shares(book, OrderId{4}, 1000_d, 5_d, year{2026} / 7 / 1), 3.5_d);
    EXPECT_EQ(buy_shares(book, OrderId{5}, 1000_d, 5_d, year{2026} / 7 / 1), 3.5_d);
    EXPECT_EQ(book.month().month, year{2026} / 7);
}

TEST(FeeBook, a_user_model_is_told_what_it_must_know)
{
    /// A flat fee for the first execution of an order, half of it from the second order of the
    /// month on.
    class Flat final : public FeeModel {
    public:
        Fees charge(const FeeRequest& request) const override
        {
            Fees fees{"CHF"};
            if (request.order.quantity.is_zero())
                fees[FeeKind::commission] = request.month_volume.is_zero() ? 10_d : 5_d;
            return fees;
        }
    };
    FeeBook book{std::make_shared<Flat>()};
    EXPECT_EQ(buy_shares(book, OrderId{1}, 50_d, 10_d), 10_d);
    EXPECT_EQ(buy_shares(book, OrderId{1}, 50_d, 10_d), 0_d);
    EXPECT_EQ(buy_shares(book, OrderId{2}, 50_d, 10_d), 5_d);
    ASSERT_EQ(book.orders().size(), 2U);
    EXPECT_EQ(book.orders()[0].totals.quantity, 100_d);
    EXPECT_EQ(book.orders()[0].totals.value, 1000_d);
    EXPECT_EQ(book.orders()[0].totals.commission, 10_d);
}

TEST(FeeBook, caps_of_regulators_are_per_execution)
{
    FeeBook book = fixed_book();
    Contract contract = stock("ABC");
    FeeRequest request{contract, Side::sell, 60000_d, 10_d};
    request.trade_date = monday_date;
    EXPECT_EQ(book.charge(OrderId{1}, request)[FeeKind::trading_activity], 9.79_d);
    EXPECT_EQ(book.charge(OrderId{1}, request)[FeeKind::trading_activity], 9.79_d);
}

TEST(FeeBook, forex_volume_is_value_in_the_base_currency)
{
    FeeBook book = fixed_book();
    Contract contract = forex("EUR", "USD");
    FeeRequest request{contract, Side::buy, 1000000000_d, 1.25_d};
    request.base_rate = 0.8_d;
    request.trade_date = monday_date;
    book.charge(OrderId{1}, request);
    EXPECT_EQ(book.month().volume[static_cast<std::size_t>(VolumeClass::forex)], 1000000000_d);
    request.quantity = 1000000_d;
    EXPECT_EQ(book.charge(OrderId{2}, request).total(), 15_d);
}

TEST(FeeBook, forex_without_an_exchange_rate_costs_the_minimum_and_adds_no_volume)
{
    FeeBook book = fixed_book();
    Contract contract = forex("EUR", "GBP");
    FeeRequest request{contract, Side::buy, 1000000000_d, 0.8_d};
    request.base_rate.reset();
    request.trade_date = monday_date;
    EXPECT_FALSE(request.base_value());
    EXPECT_EQ(book.charge(OrderId{1}, request).total(), 2_d);
    EXPECT_EQ(book.month().volume[static_cast<std::size_t>(VolumeClass::forex)], 0_d);
}

TEST(FeeBook, preview_remembers_nothing)
{
    FeeBook book = fixed_book();
    Contract contract = stock("ABC");
    FeeRequest request{contract, Side::buy, 50_d, 10_d};
    request.trade_date = monday_date;
    EXPECT_EQ(book.preview(OrderId{1}, request)[FeeKind::commission], 1_d);
    EXPECT_EQ(book.charge(OrderId{1}, request)[FeeKind::commission], 1_d);
    EXPECT_EQ(book.preview(OrderId{1}, request)[FeeKind::commission], 0_d);
    EXPECT_EQ(book.preview(OrderId{2}, request)[FeeKind::commission], 1_d);
}

TEST(FeeBook, a_done_order_is_forgotten)
{
    FeeBook book = fixed_book();
    buy_shares(book, OrderId{1}, 50_d, 10_d);
    EXPECT_EQ(book.orders().size(), 1U);
    book.forget(OrderId{1});
    EXPECT_TRUE(book.orders().empty());
}

TEST(FeeBook, restored_it_goes_on)
{
    FeeBook book{std::make_shared<IbkrProTiered>()};
    buy_shares(book, OrderId{1}, 299990_d, 5_d);
    buy_shares(book, OrderId{2}, 5_d, 5_d);
    FeeBook again{std::make_shared<IbkrProTiered>()};
    again.restore(book.month(), book.orders());
    EXPECT_EQ(again.orders(), book.orders());
    EXPECT_EQ(again.month(), book.month());
    EXPECT_EQ(buy_shares(again, OrderId{2}, 1000_d, 5_d),
              buy_shares(book, OrderId{2}, 1000_d, 5_d));
}

TEST(FeeBook, any_partition_of_an_order_costs_the_same_commission)
{
    struct Product {
        Contract contract;
        Decimal price;
    };
    const Product products[] = {{stock("ABC"), 25_d},
                                {stock("ABC"), 0.30_d},
                                {stock("ABC"), 1_d},
                                {stock("ABC").in("CAD"), 3_d},
                                {option("ABC", "20261218", 5_d, OptionRight::put), 0.07_d},
                                {future("ES", "202612", "CME"), 5000_d},
                                {forex("EUR", "USD"), 1.1_d}};
    const std::shared_ptr<const FeeModel> models[] = {std::make_shared<IbkrProFixed>(),
                                                      std::make_shared<IbkrProTiered>(),
                                                      std::make_shared<IbkrLite>()};
    Dice dice{3};
    for (int round = 0; round < 40; ++round)
        for (const auto& model : models)
            for (const Product& product : products) {
                std::int64_t quantity = dice.one_in(4) ? dice.roll(1, 900000) : dice.roll(1, 500);
                FeeBook whole{model}, parts{model};
                FeeRequest request{product.contract, Side::buy, quantity, product.price};
                request.trade_date = monday_date;
                Decimal expected = whole.charge(OrderId{1}, request)[FeeKind::commission];
                Decimal sum;
                for (Decimal part : cut(dice, quantity)) {
                    request.quantity = part;
                    Decimal commission = parts.charge(OrderId{1}, request)[FeeKind::commission];
                    ASSERT_GE(commission, 0_d);
                    sum += commission;
                }
                ASSERT_EQ(sum, expected) << product.contract.describe() << ' ' << quantity;
                ASSERT_EQ(whole.month(), parts.month());
            }
}

TEST(FeeBook, cumulative_commission_never_falls)
{
    Dice dice{11};
    for (int round = 0; round < 200; ++round) {
        FeeBook book{dice.one_in(2)
                         ? std::shared_ptr<const FeeModel>{std::make_shared<IbkrProFixed>()}
                         : std::make_shared<IbkrProTiered>()};
        for (int fill = 0; fill < 10; ++fill) {
            Decimal quantity =
                dice.one_in(2) ? dice.decimal(1, 90000, 4) : Decimal{dice.roll(1, 90)};
            ASSERT_GE(buy_shares(book, OrderId{1}, quantity, dice.decimal(1, 9000, 2)), 0_d);
        }
    }
}
