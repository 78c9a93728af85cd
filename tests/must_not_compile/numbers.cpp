// A number that would change on its way into a price, a quantity, a ratio or an id.
#include <trademind/order.hpp>

using namespace trademind;
using namespace trademind::literals;

void number([[maybe_unused]] double price)
{
#if CASE == 0
    (void)buy(stock("AAPL"), 10).limit(189.97_d).trailing(1, 180);
    (void)ComboLeg{265598, 1, Side::buy};
    (void)OrderCondition::margin(true, 30);
#elif CASE == 1   // says: from_double
    (void)buy(stock("AAPL"), 10_d).limit(189.97);
#elif CASE == 2   // says: 189\.97_d
    (void)buy(stock("AAPL"), 10_d).limit(price);
#elif CASE == 3   // says: from_double
    (void)Decimal(price);
#elif CASE == 4   // says: from_double
    (void)(100_d * 0.5);
#elif CASE == 5   // says: from_double
    (void)(189.2_d > 189.9);
#elif CASE == 6   // says: from_double
    (void)buy(stock("AAPL"), 0.5);
#elif CASE == 7   // says: from_double
    Decimal d = 0.5f;
#elif CASE == 8   // says: from_double
    Decimal d = 1_d;
    d += price;
#elif CASE == 9   // says: from_double
    Decimal d{true};
#elif CASE == 10  // says: from_double
    Decimal d = '1';
#elif CASE == 11  // says: round_to
    (void)(189.97_d).round(0.05);
#elif CASE == 12  // says: price|189
    OrderRequest order;
    order.limit_price = 189.97;
#elif CASE == 13  // says: ComboLeg
    (void)ComboLeg{265598, 1.5, Side::buy};
#elif CASE == 14  // says: Exactly<int>
    (void)OrderCondition::margin(true, 0.05);
#elif CASE == 15  // says: Exactly<bool>
    (void)OrderCondition::time("later", "20261224-15:00:00");
#elif CASE == 16  // says: Exactly
    (void)stock("AAPL").with_id(price);
#elif CASE == 17  // says: from_double
    (void)buy(stock("AAPL"), 10_d).trailing(price);
#elif CASE == 18  // says: from_double
    (void)(price == 189.97_d);
#endif
}
