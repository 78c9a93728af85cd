// Orders of clients: placed, changed and cancelled at the broker, and told as TWS tells them.
#pragma once

#include "gateway/floor.hpp"
#include "gateway/order_book.hpp"

#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>

namespace trademind::gateway {

class OrderDesk {
public:
    OrderDesk(Floor& floor, OrderBook& book) : floor_{floor}, book_{book} {}

    void on(Session&, const ibkr::PlaceOrderRequest&);
    void on(Session&, const ibkr::CancelOrderRequest&);
    void on(Session&, const ibkr::GlobalCancelRequest&);
    void on(Session&, const ibkr::IdsRequest&);

    /// An event of the broker.
    void on_order(const OrderReport& report);

private:
    void place(Session&, const ibkr::PlaceOrderRequest&, OrderRequest);
    void place_new(const OrderKey& key, OrderRequest);
    void modify(const OrderKey& key, OrderRequest);
    void preview(Session&, const ibkr::PlaceOrderRequest&, OrderRequest);
    void placed(const OrderKey& key, Result<OrderReport>);
    void modified(const OrderKey& key, Result<OrderReport>);
    void cancel(const OrderKey& key);
    void refuse(const OrderKey& key, const Error&, About);
    void tell(const ClientOrder&);
    void tell_error(const ClientOrder&, int code, std::string_view text);
    /// Those who hear of a client's orders: itself, and the master.
    template <class Use> void for_each_listener(const OrderKey& key, Use use);

    Floor& floor_;
    OrderBook& book_;
};

}  // namespace trademind::gateway
