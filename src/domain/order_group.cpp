// Placing orders as one: what was accepted of a group that fails is cancelled.
#include "base/log.hpp"

#include <trademind/broker.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace trademind {
namespace detail {
namespace {

/// How the orders of a group belong together.
enum class GroupKind {
    family,    ///< the first is the parent of the others; the last one transmits all
    separate,  ///< each is transmitted by itself, as the orders of an OCA group are
};

/// How long an order may be Inactive before that counts as a refusal: the refusing code comes right
/// after it.
constexpr Duration inactive_patience = std::chrono::seconds{1};

bool is_cancelled(const OrderReport& report)
{
    return report.status == OrderStatus::cancelled || report.status == OrderStatus::api_cancelled;
}

/// The broker works on the order, or has been done with it: whatever it is, no answer is missing.
bool is_accepted(const OrderReport& report)
{
    return report.status == OrderStatus::pre_submitted || report.status == OrderStatus::submitted ||
           report.status == OrderStatus::pending_cancel || is_done(report.status);
}

std::string name_of(const OrderReport& report)
{
    return fmt::format("order {} ({})", to_string(report.id), report.order.describe());
}

/// An order of the group and what is known of it.
struct Member {
    OrderRequest request;
    std::optional<OrderReport> report;  ///< nothing before the broker named it
    unsigned tried = 0;                 ///< the last round in which its cancel was asked for
    std::optional<Error> not_cancelled;

    bool is_alive() const { return report && !is_done(report->status); }
    bool has_filled() const { return report && report->filled.sign() > 0; }
    /// True for a report of this order before its answer has named it. Terms alone prove nothing:
    /// another order of the program may have the same.
    bool is_named_by(const OrderReport& other) const
    {
        const auto& order = other.order;
        bool is_unique =
            request.parent_id || !request.client_order_id.empty() || !request.oca_group.empty();
        return is_unique && order.parent_id == request.parent_id &&
               order.oca_group == request.oca_group && order.side == request.side &&
               order.quantity == request.quantity && order.type == request.type &&
               order.limit_price == request.limit_price && order.stop_price == request.stop_price &&
               order.contract.same_instrument(request.contract) &&
               (request.client_order_id.empty() ||
                order.client_order_id == request.client_order_id);
    }
};

/// One group on its way. On the broker's strand; kept by the broker that it observes.
class PlacedGroup final : public BrokerObserver, public std::enable_shared_from_this<PlacedGroup> {
public:
    PlacedGroup(const std::shared_ptr<Broker>& broker, std::shared_ptr<Turns> turns, GroupKind kind,
                std::vector<OrderRequest> orders, Completion<std::vector<OrderReport>> done)
        : broker_{broker}, turns_{std::move(turns)}, kind_{kind}, done_{std::move(done)}
    {
        for (auto& order : orders) members_.push_back({std::move(order), {}, 0, {}});
    }

    void start()
    {
        auto broker = broker_.lock();
        observing_ = broker->observe(std::static_pointer_cast<BrokerObserver>(shared_from_this()));
        place_next();
    }

private:
    enum class Stage { placing, awaiting, taking_back, ended };

    void on_order(const OrderReport& report) override
    {
        auto known = std::ranges::find_if(members_, [&](const Member& member) {
            return member.report && member.report->id == report.id &&
                   member.report->client_id == report.client_id;
        });
        if (known != members_.end())
            known->report = report;
        else if (in_flight_ && !in_flight_->report && in_flight_->is_named_by(report))
            in_flight_->report = report;
        else
            return;
        judge_later();
    }
    void on_link(LinkState link) override
    {
        if (!is_usable(link) || stage_ != Stage::taking_back) return;
        ++cancels_.round;
        judge_later();
    }

    void place_next();
    void placed(Member& member, Result<OrderReport> result);
    void judge_later();
    void judge();
    std::optional<Error> find_fault();
    void await_acceptance();
    /// A time that is given once.
    class Patience {
    public:
        bool is_over = false;
        Subscription timer;
    };
    void give(Duration time, Patience PlacedGroup::*patience);
    void fail(Error why);
    void take_back();
    std::vector<Member*> targets();
    void cancel(Member& member);
    void report_failure();
    std::string what_stays() const;
    void end();

    bool is_linked() const
    {
        auto broker = broker_.lock();
        return broker && broker->is_connected();
    }
    bool is_family() const { return kind_ == GroupKind::family; }
    const OrderReport* parent() const
    {
        return is_family() && members_.front().report ? &*members_.front().report : nullptr;
    }

    std::weak_ptr<Broker> broker_;
    std::shared_ptr<Turns> turns_;
    const GroupKind kind_;
    std::vector<Member> members_;
    Completion<std::vector<OrderReport>> done_;
    Stage stage_ = Stage::placing;
    std::size_t next_ = 0;
    Member* in_flight_ = nullptr;  ///< handed over and not answered
    asio::cancellation_signal give_up_;
    bool judging_ = false;
    Patience inactive_, wait_;
    Error why_;
    struct {
        unsigned round = 1;  ///< another begins when the broker is usable again
        int under_way = 0;
    } cancels_;
    Subscription observing_;
};

void PlacedGroup::place_next()
{
    auto broker = broker_.lock();
    if (!broker) return;
    if (next_ == members_.size()) return await_acceptance();
    if (done_.abandoned())
        return fail({Errc::cancelled, "the group was given up before its last order was sent"});
    in_flight_ = &members_[next_++];
    auto& order = in_flight_->request;
    if (is_family()) {
        if (parent()) order.parent_id = parent()->id;
        order.transmit = next_ == members_.size();
    }
    auto answer = [self = shared_from_this(), member = in_flight_](Result<OrderReport> result) {
        self->placed(*member, std::move(result));
    };
    broker->place_order(order, asio::bind_cancellation_slot(give_up_.slot(), std::move(answer)));
}

void PlacedGroup::placed(Member& member, Result<OrderReport> result)
{
    in_flight_ = nullptr;
    // an event may have gone further than the answer
    if (result && !(member.report && is_done(member.report->status)))
        member.report = std::move(*result);
    if (stage_ != Stage::placing) return judge();
    auto fault = result ? find_fault() : result.error();
    if (fault) return fail(std::move(*fault));
    place_next();
}

void PlacedGroup::judge_later()
{
    // at the end of the turn: what came in one read is judged as a whole
    if (std::exchange(judging_, true)) return;
    turns_->post([weak = weak_from_this()] {
        auto self = weak.lock();
        if (!self) return;
        self->judging_ = false;
        self->judge();
    });
}

void PlacedGroup::judge()
{
    switch (stage_) {
    case Stage::placing:
        if (auto fault = find_fault()) fail(std::move(*fault));
        return;
    case Stage::awaiting: return await_acceptance();
    case Stage::taking_back: return take_back();
    case Stage::ended: return;
    }
}

std::optional<Error> PlacedGroup::find_fault()
{
    for (auto& member : members_) {
        if (!member.report) continue;
        const auto& report = *member.report;
        auto why = [&](Errc condition, const char* what) {
            return report.error ? *report.error : Error{condition, name_of(report) + what};
        };
        if (report.status == OrderStatus::rejected)
            return why(Errc::rejected, " was rejected without a reason");
        if (report.status == OrderStatus::unknown)
            return is_linked() ? why(Errc::timed_out, " may be live: it was not acknowledged")
                               : why(Errc::connection_lost,
                                     " may be live: the link broke before it was acknowledged");
        // an exit that ends because the other one has filled, and a parent that has filled in part
        bool at_work = std::ranges::any_of(members_, [&](const Member& other) {
            bool is_parent = is_family() && &other == &members_.front();
            return other.has_filled() && (!is_parent || &other == &member);
        });
        if (is_cancelled(report) && !at_work)
            return why(Errc::cancelled, " was cancelled before the group was complete");
        if (report.status != OrderStatus::inactive) continue;
        if (inactive_.is_over)
            return why(Errc::rejected, " is Inactive: the broker holds it and it cannot work");
        give(inactive_patience, &PlacedGroup::inactive_);
    }
    return std::nullopt;
}

void PlacedGroup::give(Duration time, Patience PlacedGroup::*patience)
{
    auto broker = broker_.lock();
    if (!broker || (this->*patience).timer) return;
    auto end = [weak = weak_from_this(), patience] {
        auto self = weak.lock();
        if (!self) return;
        ((*self).*patience).is_over = true;
        self->judge_later();
    };
    (this->*patience).timer = broker->clock()->after(time, broker->get_executor(), std::move(end));
}

void PlacedGroup::await_acceptance()
{
    stage_ = Stage::awaiting;
    if (auto fault = find_fault()) return fail(std::move(*fault));
    for (const auto& member : members_) {
        const auto& report = *member.report;
        if (is_accepted(report)) continue;
        // TWS may hold an order as PendingSubmit for long; it names what it has
        bool is_named = report.permanent_id != PermanentId{};
        if (wait_.is_over && is_named) continue;
        if (wait_.is_over)
            return fail({Errc::timed_out, name_of(report) + " was not acknowledged in time"});
        if (auto broker = broker_.lock()) give(broker->deadline(), &PlacedGroup::wait_);
        return;
    }
    std::vector<OrderReport> reports;
    for (const auto& member : members_) reports.push_back(*member.report);
    done_(std::move(reports));
    end();
}

void PlacedGroup::fail(Error why)
{
    stage_ = Stage::taking_back;
    why_ = std::move(why);
    // what has not left is not sent; its answer comes before anything is cancelled
    give_up_.emit(asio::cancellation_type::all);
    take_back();
}

std::vector<Member*> PlacedGroup::targets()
{
    std::vector<Member*> alive;
    for (auto& member : members_)
        if (member.is_alive()) alive.push_back(&member);
    if (alive.empty() || !parent()) return alive;
    auto keep = [&](std::ptrdiff_t first) { alive.erase(alive.begin() + first, alive.end()); };
    bool parent_alive = members_.front().is_alive();
    if (members_.front().has_filled()) {
        // a position: its stop stays, and with it the rest of the entry that the stop covers
        bool is_covered = std::ranges::any_of(
            alive, [this](auto* m) { return m != &members_.front() && is_stop(m->request.type); });
        keep(parent_alive && !is_covered ? 1 : 0);
    } else if (parent_alive) {
        // children first would leave an entry that can fill without its exits
        keep(1);
    }
    return alive;
}

void PlacedGroup::take_back()
{
    if (in_flight_ || cancels_.under_way > 0) return;
    auto all = targets();
    std::vector<Member*> untried;
    for (auto* member : all)
        if (member->tried != cancels_.round) untried.push_back(member);
    for (auto* member : untried) cancel(*member);
    if (!untried.empty()) return;
    report_failure();
    if (all.empty()) end();
}

void PlacedGroup::cancel(Member& member)
{
    auto broker = broker_.lock();
    if (!broker) return;
    member.tried = cancels_.round;
    ++cancels_.under_way;
    broker->cancel_order(
        member.report->id, [self = shared_from_this(), &member](Result<OrderReport> result) {
            --self->cancels_.under_way;
            member.not_cancelled = result ? std::nullopt : std::optional{result.error()};
            // the answer may be older than what events said of fills
            if (result && !is_done(member.report->status)) {
                member.report->status = result->status;
                member.report->filled = std::max(member.report->filled, result->filled);
            }
            if (member.is_alive() && member.not_cancelled)
                log::warning(
                    "{} of a group that failed is not cancelled: {}; it is cancelled when "
                    "the broker is usable again",
                    name_of(*member.report), member.not_cancelled->describe());
            self->judge_later();
        });
}

std::string PlacedGroup::what_stays() const
{
    std::string text;
    for (const auto& member : members_) {
        if (!member.report) continue;
        const auto& report = *member.report;
        if (report.filled.sign() > 0)
            text += fmt::format("; {} has filled {} of {}", name_of(report), report.filled.str(),
                                report.order.quantity.str());
        if (!member.is_alive()) continue;
        text += fmt::format("; {} is left {}", name_of(report), to_string(report.status));
        if (member.not_cancelled) text += ", its cancel: " + member.not_cancelled->describe();
    }
    return text;
}

void PlacedGroup::report_failure()
{
    done_(Error{why_.code, why_.message + what_stays()});
}

void PlacedGroup::end()
{
    stage_ = Stage::ended;
    inactive_.timer.reset();
    wait_.timer.reset();
    observing_.reset();
}

std::optional<Error> find_fault(GroupKind kind, const std::vector<OrderRequest>& orders)
{
    bool is_family = kind == GroupKind::family;
    if (orders.size() < (is_family ? 2 : 1))
        return Error{Errc::invalid_argument, is_family ? "place_family: no child was given"
                                                       : "place_group: no order was given"};
    if (!is_family && !std::ranges::all_of(orders, &OrderRequest::transmit))
        return Error{Errc::invalid_argument,
                     "place_group: an order is held (transmit is false) and would never work"};
    return std::nullopt;
}

/// What placing the group does, once its turn has come.
auto work_of(Broker& broker, std::shared_ptr<Turns> turns, GroupKind kind,
             std::vector<OrderRequest> orders)
{
    return [&broker, turns = std::move(turns), kind,
            orders = std::move(orders)](Completion<std::vector<OrderReport>> done) mutable {
        if (auto fault = find_fault(kind, orders)) return done(std::move(*fault));
        std::make_shared<PlacedGroup>(broker.shared_from_this(), std::move(turns), kind,
                                      std::move(orders), std::move(done))
            ->start();
    };
}

}  // namespace
}  // namespace detail

std::shared_ptr<detail::Operation<std::vector<OrderReport>>> Broker::placing_family(
    std::vector<OrderRequest> orders, Duration deadline)
{
    return detail::make_operation<std::vector<OrderReport>>(
        calls_, weak_from_this(), deadline,
        detail::work_of(*this, calls_->turns(), detail::GroupKind::family, std::move(orders)));
}

std::shared_ptr<detail::Operation<std::vector<OrderReport>>> Broker::placing_group(
    std::vector<OrderRequest> orders, Duration deadline)
{
    return detail::make_operation<std::vector<OrderReport>>(
        calls_, weak_from_this(), deadline,
        detail::work_of(*this, calls_->turns(), detail::GroupKind::separate, std::move(orders)));
}

}  // namespace trademind
