// Orders that are placed together: all of them, or none.
#pragma once

#include <trademind/broker.hpp>

#include <vector>

namespace trademind {
namespace detail {

/// How the orders of a group belong together.
enum class GroupKind {
    family,    ///< the first is the parent of the others; the last one transmits all
    separate,  ///< each is transmitted by itself, as the orders of an OCA group are
};
/// Not begun yet.
std::shared_ptr<Operation<std::vector<OrderReport>>> placing_group(Broker& broker, GroupKind kind,
                                                                   std::vector<OrderRequest> orders,
                                                                   Duration deadline);

template <class Token>
auto place_orders(Broker& broker, GroupKind kind, std::vector<OrderRequest> orders, Token token)
{
    auto deadline = deadline_of(token, no_deadline);
    return initiate(placing_group(broker, kind, std::move(orders), deadline), std::move(token));
}

}  // namespace detail

/// Places a parent and its children (exits, a hedge) as one: the broker holds them until the last
/// has arrived, and no child works before its parent fills. Sets parent_id and transmit.
///
/// Completes with the reports, parent first, once the broker has accepted every order. When one is
/// refused, cancelled or left Inactive before that, in whatever order the answers come, the others
/// are cancelled and its error is the answer. The same when the call is given up before the last
/// order was sent, when the link breaks, and when an order is not acknowledged within
/// Broker::deadline(). What cannot be cancelled at that moment (the link is down) is cancelled when
/// the broker is usable again; the error names it.
///
/// A parent that has filled by then is a position: the children that were accepted stay, and the
/// error says so. Broker::place_order's errors; Errc::invalid_argument without a child.
template <CompletionToken<std::vector<OrderReport>> Token = asio::use_awaitable_t<>>
auto place_family(Broker& broker, OrderRequest parent, std::vector<OrderRequest> children,
                  Token token = {})
{
    children.insert(children.begin(), std::move(parent));
    return detail::place_orders(broker, detail::GroupKind::family, std::move(children),
                                std::move(token));
}

/// Places orders that belong together without a parent, such as those of an OCA group: all of them,
/// or none.
///
/// They are sent one after the other and work at once, so that an early one may fill before a later
/// one is refused; the error says so. Otherwise as place_family. Errc::invalid_argument for an
/// empty list, or an order that is held (`transmit` is false).
template <CompletionToken<std::vector<OrderReport>> Token = asio::use_awaitable_t<>>
auto place_group(Broker& broker, std::vector<OrderRequest> orders, Token token = {})
{
    return detail::place_orders(broker, detail::GroupKind::separate, std::move(orders),
                                std::move(token));
}

}  // namespace trademind
