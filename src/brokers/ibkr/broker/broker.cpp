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
      desk_{*core_, *this->clock(), strand_, options_, *this, *send_gate()},
      contracts_{desk_},
      orders_{desk_, contracts_},
      account_{desk_, [this](const Contract& c) { return market_data_.open_quote(c); }},
      market_data_{desk_, contracts_},
      history_{desk_, contracts_},
      recovery_{desk_, orders_, account_.positions(),
                [this](const ReconcileReport& report, std::optional<LinkState> then) {
                    round_ended(report, then);
                }}
{
    core_->set_events(this, &orders_.messages());
    core_->set_gate([gate = send_gate()](std::uint64_t tag) { return may_leave(tag, *gate); });
    core_->order_ids().saw(options_.highest_order_id);
    orders_.on_doubt([this] { recovery_.ask_about_orders(); });
    orders_.on_unread([this](ibkr::UnreadSubject subject) { recovery_.unread(subject); });
}

IbkrBroker::~IbkrBroker()
{
    core_->set_events(nullptr, nullptr);
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
    calls_.connect(std::move(done));
    core_->open();
}

void IbkrBroker::do_disconnect(Completion<> done)
{
    if (core_->link() == LinkState::disconnected) return done(Result<void>{});
    calls_.disconnect(std::move(done));
    core_->close();
}

void IbkrBroker::on_connecting()
{
    if (link() != LinkState::lost) set_link(LinkState::connecting);
}

void IbkrBroker::on_stopped(ibkr::session::Tag tag)
{
    Error why{Errc::trading_halted, "not sent: trading was halted while it waited to leave"};
    if (!orders_.not_sent(tag, why)) on_notice(Notice{why});
}

void IbkrBroker::refuse_session(const Error& why)
{
    log::error("disconnecting: {}", why.message);
    on_notice(Notice{why});
    calls_.refuse(why);
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
    status_.set_client_id(session.client_id);
    if (options_.client_id == 0 && options_.bind_manual_orders) {
        ibkr::AutoOpenOrdersRequest bind;
        bind.auto_bind = true;
        (void)core_->command(bind);
    }
    desk_.unread.on_session();
    market_data_.on_session();
    account_.on_session();
    if (session.again() && recovery_.lost_at()) market_data_.on_restored(recovery_.lost_at());
    // TWS takes clients while it has no server: what it lists then is old, and orders hang.
    if (core_->link() == LinkState::lost) return set_link(LinkState::lost);
    recovery_.reconcile(session.again() ? LinkState::restored_without_data : LinkState::ready);
}

void IbkrBroker::on_loss(const ibkr::session::Disconnect& loss)
{
    bool asked_for = !loss.why.code;
    status_.forget_farms();
    recovery_.forget_doubt();
    recovery_.abandon();
    if (loss.was_ready) {
        // Of a dead socket nobody hears until the questions for the time go unanswered.
        recovery_.broken_since(desk_.now() - loss.silent);
        account_.on_interruption();
        history_.on_loss();
        orders_.connection_lost(loss);
    }
    if (loss.retry_in) {
        if (loss.was_ready) set_link(LinkState::lost);
        return;
    }
    if (asked_for) recovery_.forget();
    set_link(LinkState::disconnected);
    calls_.ended(asked_for ? Error{Errc::cancelled, "disconnected while connecting"} : loss.why);
}

void IbkrBroker::on_farm(const ibkr::session::DataFarm& farm)
{
    status_.set(farm);
}

IbkrStatus IbkrBroker::status() const
{
    auto now = status_.get();
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
        recovery_.broken_since(desk_.now());
        recovery_.abandon();
        set_link(LinkState::lost);
        break;
    case ServerConnectivity::restored:
        recovery_.unseen_break();
        recovery_.reconcile(LinkState::restored);
        break;
    case ServerConnectivity::restored_without_data:
        recovery_.unseen_break();
        account_.on_interruption();
        market_data_.on_session();
        market_data_.on_restored(recovery_.lost_at());
        recovery_.reconcile(LinkState::restored_without_data);
        break;
    default: break;
    }
}

void IbkrBroker::round_ended(const ReconcileReport& report, std::optional<LinkState> then)
{
    notify(&BrokerObserver::on_reconcile, report);
    if (!then) return;
    set_link(*then);
    calls_.connected();
}

void IbkrBroker::do_get_orders(OrderFilter filter, Completion<std::vector<OrderReport>> done)
{
    if (auto known = recovery_.has_orders(filter); !known) {
        recovery_.ask_for_missing();
        return done(known.error());
    }
    // what is over stays as it is
    bool as_of_now = filter == OrderFilter::open && foreign_orders_may_be_old();
    if (!as_of_now) return answer_orders(filter, done);
    waiting_for_orders_.emplace_back(filter, std::move(done));
    if (waiting_for_orders_.size() > 1) return;
    orders_.reconciliation().begin_refresh();
    core_->ask(
        ibkr::AllOpenOrdersRequest{}, options_.request_timeout, [](const ibkr::OpenOrdersEnd&) {},
        life_.guard([this](const Result<void>& end) {
            if (orders_.reconciliation().end_refresh(end.has_value()))
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
    return options_.see_foreign_orders && is_usable(link()) && !recovery_.running() &&
           orders_.reconciliation().has_open_foreign();
}

void IbkrBroker::do_get_executions(Completion<std::vector<Execution>> done)
{
    if (auto known = recovery_.has_executions(); !known) {
        recovery_.ask_for_missing();
        return done(known.error());
    }
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

void IbkrBroker::on_unreadable(const Error& error, ibkr::UnreadSubject subject)
{
    // The frame is lost, the session is not; one report is enough for each kind.
    if (std::exchange(last_unreadable_, error.message) != error.message) {
        log::warning("a message of TWS could not be read: {}", error.message);
        on_notice(Notice{error});
    }
    recovery_.unread(subject);
}

}  // namespace trademind::ibkr_broker
