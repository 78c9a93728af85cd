// Quotes, ticks and depth of one client: its streams by request.
#pragma once

#include "gateway/bar_store.hpp"
#include "gateway/floor.hpp"
#include "gateway/quote_ticks.hpp"

#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/brokers/ibkr/messages/market_depth.hpp>
#include <trademind/brokers/ibkr/messages/ticks.hpp>

#include <map>
#include <memory>
#include <optional>

namespace trademind::gateway {

/// Streams end with the session. Each watches the broker's quote: one data line there serves all
/// clients.
class QuoteDesk {
public:
    QuoteDesk(Floor& floor, BarStore& store) : floor_{floor}, store_{store} {}

    void on(Session&, const ibkr::MarketDataTypeRequest&);
    void on(Session&, const ibkr::MarketDataRequest&);
    void on(Session&, const ibkr::CancelMarketData&);
    void on(Session&, const ibkr::MarketDepthRequest&);
    void on(Session&, const ibkr::CancelMarketDepth&);
    void on(Session&, const ibkr::TickByTickRequest&);
    void on(Session&, const ibkr::CancelTickByTick&);

    /// The client reads again: what was held back leaves.
    void drained(Session&);
    /// All streams are gone, as after 1101.
    void forget();
    std::size_t streams() const { return quotes_.size() + depths_.size() + ticks_.size(); }

    static constexpr std::size_t most_streams = 1000;

private:
    struct QuoteStream;
    struct DepthStream;
    struct TickStream;

    template <class Stream> using Streams = std::map<int, std::shared_ptr<Stream>>;

    /// Watches the broker's quote for a stream of the client's; an error ends the stream.
    template <class Stream>
    void follow(Session&, Streams<Stream>&, int id, std::shared_ptr<Stream>, const ibkr::Contract&);
    bool may_tell(const Session&) const;
    bool may_add(Session&, int request_id) const;
    void send(Session&, QuoteStream&);
    void send(Session&, DepthStream&, const Quote&);
    void send(Session&, TickStream&, const Quote&);
    void end_snapshot(Session&, int request_id);

    Floor& floor_;
    BarStore& store_;
    int data_type_ = 1;  ///< what the client asked for: 1 live, 2 frozen, 3 delayed, 4 both
    Streams<QuoteStream> quotes_;
    Streams<DepthStream> depths_;
    Streams<TickStream> ticks_;
};

}  // namespace trademind::gateway
