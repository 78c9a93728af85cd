// The broker over TWS: its parts put together.
#include "brokers/ibkr/broker/broker.hpp"

#include "base/log.hpp"
#include "base/time_zone.hpp"

#include <algorithm>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

/// Resolve, two addresses, handshake, start (three times as patient), and the reconciliation.
Duration all_stages(const IbkrOptions& options)
{
    return 7 * options.connect_timeout + options.reconcile_timeout;
}

}  // namespace

IbkrBroker::IbkrBroker(asio::any_io_executor executor, IbkrOptions options,
                       std::shared_ptr<Clock> clock, const MakeCore& make_core)
    : Broker{std::move(executor), std::move(clock), options.request_timeout, all_stages(options)},
      options_{std::move(options)},
      strand_{get_executor()},
      core_{make_core(calls())},
      desk_{*core_, *this->clock(), strand_, options_, *this},
      contracts_{desk_},
      orders_{desk_, contracts_},
      account_{desk_, [this](const Contract& c) { return market_data_.open_quote(c); }},
      market_data_{desk_, contracts_},
      history_{desk_, contracts_},
      reconciler_{desk_, orders_, account_.positions()}
{
    core_->set_events(this);
    core_->order_ids().saw(options_.highest_order_id);
    orders_.on_doubt([this] { ask_about_orders(); });
}

IbkrBroker::~IbkrBroker()
{
    core_->set_events(nullptr);
    // an ibkr::Client may live on with the connection
    if (core_.use_count() > 1) core_->cancel_own();
}

Capabilities IbkrBroker::capabilities() const
{
    return tws_capabilities();
}

void IbkrBroker::do_connect(Completion<> done)
{
    if (is_connected()) return done(Result<void>{});
    if (!find_time_zone(options_.time_zone))
        return done(Error{Errc::invalid_argument,
                          "time_zone: \"" + options_.time_zone + "\" is not known"});
    connecting_.push_back(std::move(done));
    core_->open();
}

void IbkrBroker::do_disconnect(Completion<> done)
{
    if (core_->link() == LinkState::disconnected) return done(Result<void>{});
    disconnecting_.push_back(std::move(done));
    core_->close();
}

void IbkrBroker::tell_connecting(const Result<void>& outcome)
{
    for (auto& done : std::exchange(connecting_, {})) done(outcome);
}

void IbkrBroker::on_connecting()
{
    if (link() != LinkState::lost) set_link(LinkState::connecting);
}

void IbkrBroker::refuse_session(const Error& why)
{
    log::error("disconnecting: {}", why.message);
    on_notice(Notice{why});
    refused_ = why;
    core_->close();
}

void IbkrBroker::on_session(const ibkr::session::SessionInfo& session)
{
    // also after a reconnect: the Gateway may have another user
    if (auto known = desk_.has_account(options_.account); !known)
        return refuse_session(known.error());
    log::info("connected to TWS, server version {}, {} accounts", number(session.server),
              session.accounts.size());
    if (!session.again()) {
        options_.client_id = session.client_id;
        orders_.set_client_id(session.client_id);
    }
    {
        std::lock_guard lock{status_mutex_};
        status_.client_id = session.client_id;
    }
    if (options_.client_id == 0 && options_.bind_manual_orders) {
        ibkr::AutoOpenOrdersRequest bind;
        bind.auto_bind = true;
        (void)core_->command(bind);
    }
    desk_.unread.on_session();
    market_data_.on_session();
    account_.on_session();
    if (session.again() && lost_at_) market_data_.on_restored(lost_at_);
    // TWS takes clients while it has no server: what it lists then is old, and orders hang.
    if (core_->link() == LinkState::lost) return set_link(LinkState::lost);
    reconcile(session.again() ? LinkState::restored_without_data : LinkState::ready, true);
}

void IbkrBroker::on_loss(const ibkr::session::Disconnect& loss)
{
    bool asked_for = !loss.why.code;
    {
        std::lock_guard lock{status_mutex_};
        status_.farms.clear();
    }
    retry_.reset();
    ask_again_ = false;
    reconciler_.abandon();
    orders_.set_open_for_orders(false);
    orders_.fates().connection_lost();
    if (loss.was_ready) {
        if (!lost_at_) {
            // Of a dead socket nobody hears until the questions for the time go unanswered.
            lost_at_ = desk_.now() - loss.silent;
            reconciler_.interrupted();
        }
        account_.on_interruption();
        history_.on_loss();
        orders_.connection_lost(loss);
    }
    if (loss.retry_in) {
        if (loss.was_ready) set_link(LinkState::lost);
        return;
    }
    if (asked_for) lost_at_.reset();
    set_link(LinkState::disconnected);
    Error ended = asked_for ? Error{Errc::cancelled, "disconnected while connecting"} : loss.why;
    if (auto refused = std::exchange(refused_, std::nullopt)) ended = *refused;
    tell_connecting(ended);
    for (auto& done : std::exchange(disconnecting_, {})) done(Result<void>{});
}

void IbkrBroker::on_farm(const ibkr::session::DataFarm& farm)
{
    FarmStatus now{farm.name, std::string{to_string(farm.kind)},
                   std::string{to_string(farm.state)}};
    std::lock_guard lock{status_mutex_};
    auto known = std::ranges::find_if(status_.farms, [&](const FarmStatus& one) {
        return one.name == now.name && one.kind == now.kind;
    });
    if (known == status_.farms.end())
        status_.farms.push_back(std::move(now));
    else
        *known = std::move(now);
}

IbkrStatus IbkrBroker::status() const
{
    IbkrStatus now;
    {
        std::lock_guard lock{status_mutex_};
        now = status_;
    }
    now.link = link();
    now.server_version = number(core_->server());
    if (core_->has_session()) now.market_data_lines = core_->lines();
    return now;
}

void IbkrBroker::on_server(ibkr::session::ServerConnectivity server)
{
    using ibkr::session::ServerConnectivity;
    switch (server) {
    case ServerConnectivity::lost:
        if (!lost_at_) {
            lost_at_ = desk_.now();
            reconciler_.interrupted();
        }
        retry_.reset();
        reconciler_.abandon();
        orders_.set_open_for_orders(false);
        orders_.fates().connection_lost();
        set_link(LinkState::lost);
        break;
    case ServerConnectivity::restored:
        unseen_break();
        reconcile(LinkState::restored, true);
        break;
    case ServerConnectivity::restored_without_data:
        unseen_break();
        account_.on_interruption();
        market_data_.on_session();
        market_data_.on_restored(lost_at_);
        reconcile(LinkState::restored_without_data, true);
        break;
    default: break;
    }
}

void IbkrBroker::unseen_break()
{
    // TWS may tell the end of a break without its beginning.
    if (!lost_at_ && !reconciler_.running()) reconciler_.interrupted();
}

void IbkrBroker::reconcile(LinkState then, bool after_break)
{
    reconciler_.start(
        lost_at_, after_break, [this, then](const ReconcileReport& report, bool orders_known) {
            orders_.set_open_for_orders(orders_known);
            if (orders_known) lost_at_.reset();
            notify(&BrokerObserver::on_reconcile, report);
            set_link(then);
            tell_connecting({});
            orders_.fates().lists_came(reconciler_.lists());
            if (std::exchange(ask_again_, false)) ask_about_orders();
            if (orders_known) return;
            log::warning("orders are refused: the list of open orders did not come");
            retry_ = desk_.clock.after(options_.reconcile_timeout, strand_,
                                       life_.guard([this, then] { reconcile(then, true); }));
        });
}

void IbkrBroker::ask_about_orders()
{
    if (!core_->has_session()) return;
    // The lists under way may have been read before the order could be in them.
    if (reconciler_.running()) {
        ask_again_ = true;
        return;
    }
    // TWS may hold the order in a dialog: no list can prove that it did not arrive.
    reconciler_.start(std::nullopt, false, [this](const ReconcileReport& report, bool) {
        notify(&BrokerObserver::on_reconcile, report);
        orders_.fates().lists_came(reconciler_.lists());
        if (std::exchange(ask_again_, false)) ask_about_orders();
    });
}

void IbkrBroker::do_get_orders(OrderFilter filter, Completion<std::vector<OrderReport>> done)
{
    // what is over stays as it is
    bool as_of_now = filter == OrderFilter::open && foreign_orders_may_be_old();
    if (!as_of_now) return answer_orders(filter, done);
    waiting_for_orders_.emplace_back(filter, std::move(done));
    if (waiting_for_orders_.size() > 1) return;
    orders_.begin_refresh();
    core_->ask(
        ibkr::AllOpenOrdersRequest{}, options_.request_timeout, [](const ibkr::OpenOrdersEnd&) {},
        life_.guard([this](const Result<void>& end) {
            if (orders_.end_refresh(end.has_value()))
                // what has left the open orders ended in some way
                core_->ask(
                    ibkr::CompletedOrdersRequest{}, options_.request_timeout,
                    [](const ibkr::CompletedOrdersEnd&) {}, [](const Result<void>&) {});
            for (auto& [wanted, waiting] : std::exchange(waiting_for_orders_, {}))
                answer_orders(wanted, waiting);
        }));
}

void IbkrBroker::answer_orders(OrderFilter filter, Completion<std::vector<OrderReport>>& done)
{
    done(orders_.reports(filter), life_.guard([this, filter, listed = orders_.changes()](
                                                  Result<std::vector<OrderReport>>& r) {
        if (r && orders_.changes() != listed) r = orders_.reports(filter);
    }));
}

bool IbkrBroker::foreign_orders_may_be_old() const
{
    // TWS pushes orders of other clients to its master client only
    return options_.see_foreign_orders && is_usable(link()) && !reconciler_.running() &&
           orders_.has_open_foreign();
}

void IbkrBroker::do_get_executions(Completion<std::vector<Execution>> done)
{
    done(orders_.executions());
}

void IbkrBroker::do_find_contracts(Contract pattern, Completion<std::vector<ContractDetails>> done)
{
    auto waiting = std::make_shared<Completion<std::vector<ContractDetails>>>(std::move(done));
    auto route = contracts_.search(
        pattern, Duration{}, [this, pattern, waiting](Result<std::vector<ContractDetails>> found) {
            if (found) static_cast<void>(contracts_.learn(pattern, *found));
            (*waiting)(std::move(found));
        });
    waiting->on_cancel(life_.guard([this, route] { core_->cancel(route); }));
}

void IbkrBroker::on_error(const ibkr::ErrorMessage& message)
{
    if (orders_.on_error(message)) return;
    on_notice(Notice{make_tws_error(message.error_code, std::string{message.error_message})});
}

void IbkrBroker::on_unreadable(const Error& error, bool about_order)
{
    // The frame is lost, the session is not; once is enough for each kind.
    if (std::exchange(last_unreadable_, error.message) == error.message) return;
    log::warning("a message of TWS could not be read: {}", error.message);
    on_notice(Notice{error});
    // the lists say how it stands; what cannot be read in them is not asked for again
    if (about_order && !reconciler_.running()) ask_about_orders();
}

}  // namespace trademind::ibkr_broker
