// Keeping a book from a stream that TWS may reset, halt or send elsewhere.
#include <trademind/brokers/ibkr/depth_book.hpp>

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace trademind::ibkr {
namespace {

constexpr int halted = 316, emptied = 317;

/// A request with texts of its own: it may have to be asked again.
class Asked {
public:
    explicit Asked(const MarketDepthRequest& request) : request_{request}
    {
        auto& contract = request_.contract;
        for (auto* text :
             {&contract.symbol, &contract.sec_type, &contract.exchange, &contract.primary_exchange,
              &contract.currency, &contract.local_symbol, &contract.trading_class, &contract.right,
              &contract.last_trade_date_or_contract_month, &contract.sec_id_type, &contract.sec_id,
              &contract.multiplier.text})
            keep(*text);
        for (auto& [tag, value] : request_.options) {
            keep(tag);
            keep(value);
        }
    }
    const MarketDepthRequest& request() const { return request_; }
    /// The book is another contract's.
    void move_to(const RerouteMarketDepth& where)
    {
        request_.contract = {};
        request_.contract.con_id = where.con_id;
        request_.contract.exchange = where.exchange;
        keep(request_.contract.exchange);
    }

private:
    void keep(std::string_view& text) { text = texts_.emplace_back(text); }

    std::deque<std::string> texts_;
    MarketDepthRequest request_;
};

/// One followed book. On the strand, except for its end.
class Follower : public std::enable_shared_from_this<Follower> {
public:
    Follower(ReadingClient client, const MarketDepthRequest& request, DepthHandlers handlers)
        : client_{std::move(client)},
          asked_{request},
          book_{request.number_of_rows},
          handlers_{std::move(handlers)}
    {}

    void follow()
    {
        told_ = false;
        auto stream = client_.follow(asked_.request(), std::make_shared<Sink>(weak_from_this()));
        std::lock_guard lock{mutex_};
        if (!over_) stream_ = std::move(stream);
    }
    void end()
    {
        Subscription stream;
        std::lock_guard lock{mutex_};
        over_ = true;
        stream = std::move(stream_);
    }

private:
    struct Sink {
        explicit Sink(std::weak_ptr<Follower> to) : to_{std::move(to)} {}
        void on(const MarketDepth& m)
        {
            pass([&](Follower& f) { f.change(m.row); });
        }
        void on(const MarketDepthL2& m)
        {
            pass([&](Follower& f) { f.change(m.row); });
        }
        void on(const RerouteMarketDepth& m)
        {
            pass([&](Follower& f) { f.reroute(m); });
        }
        void on_read_end()
        {
            pass([](Follower& f) { f.tell_changes(); });
        }
        void on_notice(const Error& e)
        {
            pass([&](Follower& f) {
                if (e.code.value() == emptied) f.empty();
            });
        }
        void on_restored()
        {
            pass([](Follower& f) { f.empty(); });
        }
        void on_end(const Error& e)
        {
            pass([&](Follower& f) { f.ended(e); });
        }

    private:
        template <class Use> void pass(Use use)
        {
            if (auto follower = to_.lock(); follower && !follower->is_over()) use(*follower);
        }
        std::weak_ptr<Follower> to_;
    };

    bool is_over() const
    {
        std::lock_guard lock{mutex_};
        return over_;
    }
    void tell()
    {
        changed_ = false;
        if (handlers_.on_book) handlers_.on_book(book_);
    }
    /// Rows of a move come one after the other: the book is whole after all that arrived together.
    void tell_changes()
    {
        if (changed_) tell();
    }
    void change(const DepthRow& row)
    {
        told_ = true;
        changed_ |= book_.apply(row);
    }
    void empty()
    {
        book_.reset();
        tell();
    }
    void reroute(const RerouteMarketDepth& where)
    {
        asked_.move_to(where);
        book_.reset();
        changed_ = false;
        follow();
    }
    void ended(const Error& why)
    {
        tell_changes();
        // Halted: TWS wants to be asked again, but not without end.
        if (why.code.value() == halted && told_) {
            empty();
            return follow();
        }
        if (handlers_.on_end) handlers_.on_end(why);
    }

    ReadingClient client_;
    Asked asked_;
    DepthBook book_;
    bool told_ = false, changed_ = false;
    DepthHandlers handlers_;
    mutable std::mutex mutex_;
    bool over_ = false;
    Subscription stream_;
};

}  // namespace

Subscription follow_depth(ReadingClient client, const MarketDepthRequest& request,
                          DepthHandlers handlers)
{
    auto follower = std::make_shared<Follower>(std::move(client), request, std::move(handlers));
    follower->follow();
    return Subscription{[follower] { follower->end(); }};
}

}  // namespace trademind::ibkr
