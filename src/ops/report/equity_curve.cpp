// The account's worth over time.
#include "ops/report/equity_curve.hpp"

#include "base/time_zone.hpp"

#include <algorithm>

namespace trademind::ops {
namespace {

std::optional<Decimal> ratio(Decimal part, Decimal whole)
{
    return whole.sign() > 0 ? checked_divide(part, whole, Rounding::half_away) : std::nullopt;
}

Decimal seconds(Duration span)
{
    constexpr std::int64_t raw_of_nanosecond = Decimal::one / 1'000'000'000;
    return Decimal::from_raw(int128{span.count()} * raw_of_nanosecond);
}

}  // namespace

bool EquityCurve::add(const Sample& sample)
{
    if (!empty() && sample.time < last_.time) return false;
    EquityPoint point{sample.time, sample.equity};
    if (empty()) {
        from_ = sample.time;
        high_ = point;
        highest_ = lowest_ = sample.equity;
    } else {
        note_exposure(sample.time);
    }
    highest_ = std::max(highest_, sample.equity);
    lowest_ = std::min(lowest_, sample.equity);
    if (sample.equity > high_.equity) high_ = point;
    if (Decimal fall = high_.equity - sample.equity; fall > deepest_.amount) {
        deepest_.amount = fall;
        deepest_.rate = ratio(fall, high_.equity).value_or(Decimal{});
        deepest_.high_at = high_.time;
        deepest_.low_at = sample.time;
    }
    auto date = date_text(sample.time, new_york());
    if (days_.empty() || days_.back().date != date)
        days_.push_back({date, days_.empty() ? sample.equity : days_.back().last, sample.equity});
    days_.back().last = sample.equity;
    last_ = sample;
    if (!sample.gross)
        exposure_.known = false;
    else if (auto now = ratio(*sample.gross, sample.equity); now)
        exposure_.highest = std::max(exposure_.highest.value_or(*now), *now);
    keep_point(point);
    return true;
}

void EquityCurve::note_exposure(TimePoint until)
{
    if (!last_.gross) return;
    Decimal span = seconds(until - last_.time);
    exposure_.seconds += span;
    exposure_.gross += *last_.gross * span;
    exposure_.equity += last_.equity * span;
    if (!last_.gross->is_zero()) exposure_.held += span;
}

void EquityCurve::keep_point(const EquityPoint& point)
{
    if (since_point_++ % stride_ != 0) return;
    points_.push_back(point);
    // one more is the last sample's
    if (points_.size() < StrategyReporter::most_points - 1) return;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < points_.size(); i += 2) points_[kept++] = points_[i];
    points_.resize(kept);
    stride_ *= 2;
    since_point_ = 1;
}

void EquityCurve::write(StrategyReport& report) const
{
    if (empty()) return;
    report.from = from_;
    report.to = last_.time;
    report.equity_start = days_.front().first;
    report.equity_end = last_.equity;
    report.equity_high = highest_;
    report.equity_low = lowest_;
    report.pnl = last_.equity - days_.front().first;
    report.rate = ratio(*report.pnl, days_.front().first);
    report.drawdown = deepest_;
    report.equity = points_;
    if (EquityPoint end{last_.time, last_.equity}; report.equity.back() != end)
        report.equity.push_back(end);
    if (exposure_.known) {
        report.average_exposure = ratio(exposure_.gross, exposure_.equity);
        report.highest_exposure = exposure_.highest;
        report.time_in_market = ratio(exposure_.held, exposure_.seconds);
    }
    auto average = exposure_.seconds.sign() > 0
                       ? checked_divide(exposure_.equity, exposure_.seconds, Rounding::half_away)
                       : std::optional{last_.equity};
    if (average && report.total.turnover)
        report.turnover_rate = ratio(*report.total.turnover, *average);
    for (const Day& day : days_) {
        auto known = std::ranges::find(report.days, day.date, &ReportDay::date);
        ReportDay& told = known == report.days.end() ? report.days.emplace_back() : *known;
        told.date = day.date;
        told.equity_start = day.first;
        told.equity_end = day.last;
        told.pnl = day.last - day.first;
        told.rate = ratio(*told.pnl, day.first);
    }
    std::ranges::sort(report.days, {}, &ReportDay::date);
}

}  // namespace trademind::ops
