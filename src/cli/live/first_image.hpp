// The first whole quote of a market that has just been subscribed to.
#pragma once

#include <trademind/market.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>

namespace trademind::cli {

/// TWS sends a market field by field, and says of no field that it will not come. The image is
/// whole when every field is there, after 250 ms without a change, or 2 s after the first price: a
/// busy market is never quiet.
///
/// All calls and `done` run on one strand; the timers keep the object alive.
class FirstImage : public std::enable_shared_from_this<FirstImage> {
public:
    using Done = std::function<void(Result<Quote>)>;

    /// `done` is called once: with the quote, with the stream's error, or with Errc::timed_out when
    /// no price came within `patience`.
    static std::shared_ptr<FirstImage> start(std::shared_ptr<Clock> clock,
                                             boost::asio::any_io_executor strand, Duration patience,
                                             Done done);

    void on_quote(const Quote& quote);
    void on_error(const Error& error) { finish(error); }

private:
    FirstImage(std::shared_ptr<Clock> clock, boost::asio::any_io_executor strand, Done done);
    Subscription finish_after(Duration delay);
    void finish(Result<Quote> image);

    std::shared_ptr<Clock> clock_;
    boost::asio::any_io_executor strand_;
    Done done_;
    Quote quote_;
    bool has_price_ = false;
    Subscription deadline_, quiet_;
};

}  // namespace trademind::cli
