// The state of one market at moments near each other, and which calendar an instrument follows.
#include "domain/market_hours.hpp"

#include <utility>

namespace trademind {
namespace {

/// A list of hours, and the calendar of the kind where the list does not reach.
class ListedFirst final : public TradingCalendar {
public:
    ListedFirst(std::shared_ptr<const TradingCalendar> listed,
                std::shared_ptr<const TradingCalendar> kind)
        : listed_{std::move(listed)}, kind_{std::move(kind)}
    {}
    std::optional<TradingSession> session_at_or_after(TimePoint time) const override
    {
        auto session = listed_->covers(time) ? listed_->session_at_or_after(time) : std::nullopt;
        if (session) return session;
        session = kind_->session_at_or_after(time);
        // what the list closes is closed, whatever the kind's calendar says
        while (session && listed_->covers(session->open))
            session = kind_->session_at_or_after(session->post_close);
        return session;
    }
    bool covers(TimePoint time) const override
    {
        return listed_->covers(time) || kind_->covers(time);
    }
    bool is_settlement_day(std::chrono::year_month_day date) const override
    {
        return kind_->is_settlement_day(date);
    }

private:
    std::shared_ptr<const TradingCalendar> listed_, kind_;
};

std::shared_ptr<const TradingCalendar> calendar_of_kind(const Contract& contract)
{
    if (is_us_listed(contract)) return us_equities_calendar();
    if (contract.type == SecurityType::crypto) return always_open_calendar();
    if (contract.type == SecurityType::forex) return forex_calendar();
    return nullptr;
}

}  // namespace

bool is_us_listed(const Contract& contract)
{
    switch (contract.type) {
    case SecurityType::stock:
    case SecurityType::fund:
    case SecurityType::option:
    case SecurityType::warrant: return contract.currency == "USD";
    default: return false;
    }
}

std::shared_ptr<const TradingCalendar> calendar_of(const Contract& contract,
                                                   const ContractDetails* details)
{
    auto kind = calendar_of_kind(contract);
    if (!details || details->liquid_hours.empty()) return kind;
    auto listed = calendar_from_hours(*details);
    if (!listed) return kind;
    if (!kind) return *listed;
    return std::make_shared<const ListedFirst>(*listed, std::move(kind));
}

MarketHours hours_of(const Contract& contract, const ContractDetails* details)
{
    return MarketHours{calendar_of(contract, details)};
}

MarketHours::MarketHours(std::shared_ptr<const TradingCalendar> calendar)
    : calendar_{std::move(calendar)}
{}

MarketState MarketHours::state_at(TimePoint time) const
{
    if (!calendar_ || !calendar_->covers(time)) return MarketState::unknown;
    const auto& session = session_at_or_after(time);
    return session ? session->state_at(time) : MarketState::closed;
}

const std::optional<TradingSession>& MarketHours::session_at_or_after(TimePoint time) const
{
    if (time < from_ || time >= until_) {
        session_ = calendar_->session_at_or_after(time);
        from_ = time;
        // nothing known: asked again each time
        until_ = session_ ? session_->post_close : time;
    }
    return session_;
}

}  // namespace trademind
