// The first whole quote of a market that has just been subscribed to.
#include "cli/live/first_image.hpp"

#include <utility>

namespace trademind::cli {
namespace {

constexpr Duration quiet = std::chrono::milliseconds{250};
constexpr Duration busy_market = std::chrono::seconds{2};

bool has_price(const Quote& q)
{
    return q.bid || q.ask || q.market_price();
}

bool is_whole(const Quote& q)
{
    return q.bid && q.ask && q.last && q.open && q.high && q.low && q.close && q.volume;
}

}  // namespace

FirstImage::FirstImage(std::shared_ptr<Clock> clock, boost::asio::any_io_executor strand, Done done)
    : clock_{std::move(clock)}, strand_{std::move(strand)}, done_{std::move(done)}
{}

std::shared_ptr<FirstImage> FirstImage::start(std::shared_ptr<Clock> clock,
                                              boost::asio::any_io_executor strand,
                                              Duration patience, Done done)
{
    std::shared_ptr<FirstImage> image{
        new FirstImage{std::move(clock), std::move(strand), std::move(done)}};
    image->deadline_ = image->finish_after(patience);
    return image;
}

Subscription FirstImage::finish_after(Duration delay)
{
    return clock_->after(delay, strand_, [self = shared_from_this()] {
        if (self->has_price_)
            self->finish(self->quote_);
        else
            self->finish(Error{Errc::timed_out, "no quote came within the time"});
    });
}

void FirstImage::on_quote(const Quote& quote)
{
    if (!done_) return;
    quote_ = quote;
    if (!has_price(quote)) return;
    if (!std::exchange(has_price_, true)) deadline_ = finish_after(busy_market);
    if (is_whole(quote)) return finish(quote);
    quiet_ = finish_after(quiet);
}

void FirstImage::finish(Result<Quote> image)
{
    auto done = std::exchange(done_, nullptr);
    deadline_.reset();
    quiet_.reset();
    if (done) done(std::move(image));
}

}  // namespace trademind::cli
