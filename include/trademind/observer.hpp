// Events of a broker, and who hears them.
#pragma once

#include <trademind/account.hpp>
#include <trademind/order_report.hpp>
#include <trademind/reconcile.hpp>
#include <trademind/result.hpp>

#include <optional>
#include <string_view>

namespace trademind {

/// The life of a connection.
enum class LinkState {
    disconnected,  ///< never connected, or disconnected on request
    connecting,    ///< the first session is on its way; while one is sought again the state is lost
    ready,         ///< connected: orders and requests may be sent
    lost,      ///< the socket, or TWS's own link to IBKR, is gone; orders at the exchange live on
    restored,  ///< back, and subscriptions went on
    restored_without_data,  ///< back; subscriptions were lost and have been asked for again
};
std::string_view to_string(LinkState);
/// True where requests and orders may be sent.
constexpr bool is_usable(LinkState s)
{
    return s == LinkState::ready || s == LinkState::restored ||
           s == LinkState::restored_without_data;
}

/// A message of the broker that answers no call: a warning, a farm's state, an error without an
/// owner.
class Notice {
public:
    Notice() = default;
    explicit Notice(Error error, std::optional<OrderId> order_id = {})
        : error{std::move(error)}, order_id{order_id}
    {}

    Error error;
    std::optional<OrderId> order_id;
};

/// Hears a broker's events, on the broker's strand, in the order in which they happened.
///
/// Handlers must return soon and may call the broker, but not wait for a future of it. An exception
/// that comes out of one is logged and dropped; the other observers are called all the same.
class BrokerObserver {
public:
    virtual ~BrokerObserver() = default;
    /// The state of an order changed: status, fills, commission or terms.
    virtual void on_order(const OrderReport&) {}
    /// A fill; once per execution id, again when a correction replaces it.
    virtual void on_execution(const Execution&) {}
    /// Commission of an execution, which may come before or after the execution itself.
    virtual void on_commission(const Commission&) {}
    virtual void on_position(const Position&) {}
    virtual void on_account(const Account&) {}
    virtual void on_link(LinkState) {}
    virtual void on_notice(const Notice&) {}
    /// The state after a break is known again; before on_link says that the broker is usable.
    virtual void on_reconcile(const ReconcileReport&) {}
    /// A quote stream was asked for again after a break.
    virtual void on_gap(const Gap&) {}
};

}  // namespace trademind
