// Itemised fees.
#include "base/names.hpp"

#include <trademind/brokers/paper/models.hpp>

namespace trademind::paper {

std::string_view to_string(FeeKind kind)
{
    static constexpr std::array names{
        Name{FeeKind::commission, "commission"},
        Name{FeeKind::exchange, "exchange"},
        Name{FeeKind::clearing, "clearing"},
        Name{FeeKind::exchange_pass_through, "exchange pass-through"},
        Name{FeeKind::regulator_pass_through, "FINRA pass-through"},
        Name{FeeKind::sec, "SEC"},
        Name{FeeKind::trading_activity, "TAF"},
        Name{FeeKind::audit_trail, "CAT"},
        Name{FeeKind::options_regulatory, "ORF"},
        Name{FeeKind::futures_regulatory, "NFA"},
        Name{FeeKind::surcharge, "surcharge"},
    };
    static_assert(names.size() == fee_kinds);
    return name_of(names, kind);
}

Decimal Fees::total() const
{
    Decimal sum;
    for (Decimal amount : amounts_) sum += amount;
    return sum;
}

Fees NoFees::charge(const FeeRequest& request) const
{
    return Fees{request.contract.currency};
}

}  // namespace trademind::paper
