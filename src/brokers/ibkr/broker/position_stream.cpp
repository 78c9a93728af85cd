// Positions of one account, of all together, or one account after the other.
#include "brokers/ibkr/broker/position_stream.hpp"

#include "brokers/ibkr/translation/from_wire.hpp"

#include <trademind/brokers/ibkr/messages/account_requests.hpp>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace trademind::ibkr_broker {

void PositionStream::on_session()
{
    positions_.begin_image();
    whole_ = true;
    if (!follows_) follow();
}

void PositionStream::on_interruption()
{
    current_ = false;
    images_left_ = followed_;
    positions_.begin_image();
    whole_ = true;
}

void PositionStream::row_unread()
{
    whole_ = false;
    if (current_) refresh();
}

Result<void> PositionStream::known() const
{
    if (whole_) return {};
    return Error{Errc::not_reconciled,
                 "TWS's list of positions did not come whole: what is held is not known"};
}

bool PositionStream::one_by_one() const
{
    return desk_.core.accounts().size() > most_accounts_together;
}

void PositionStream::follow()
{
    follows_ = true;
    failed_.reset();
    auto take_row = life_.guard([this](const auto& message) { take(message); });
    auto at_end = life_.guard([this](Result<void> end) { ended(end); });
    images_left_ = followed_ = one_by_one() ? desk_.core.accounts().size() : 1;
    if (!one_by_one()) {
        desk_.core.follow(ibkr::PositionsRequest{}, take_row, at_end, life_.guard(News{*this}));
        return;
    }
    for (const auto& account : desk_.core.accounts()) {
        ibkr::PositionsMultiRequest request;
        request.account = account;
        desk_.core.follow(request, take_row, at_end, life_.guard(News{*this}));
    }
}

void PositionStream::refresh()
{
    if (!follows_ || !current_) return;
    on_interruption();
    auto patience = desk_.options.reconcile_timeout;
    auto at_end = life_.guard([this](const Result<void>& end) {
        report();
        if (end || current_) return;
        // The stream is still there, and is all there is.
        current_ = true;
        whole_ = false;
        waiting_.tell(known());
    });
    if (!one_by_one()) {
        // The stream has no id of its own: it hears this image.
        desk_.core.ask(
            ibkr::PositionsRequest{}, patience, [](const ibkr::PositionEnd&) {}, at_end);
        return;
    }
    for (const auto& account : desk_.core.accounts()) {
        ibkr::PositionsMultiRequest request;
        request.account = account;
        desk_.core.ask(request, patience,
                       life_.guard([this](const auto& message) { take(message); }), at_end);
    }
}

void PositionStream::when_current(WaitingCalls::Call call)
{
    if (auto usable = desk_.usable(); !usable) return call(usable);
    // what could not be read may have changed
    if (current_ && !whole_) refresh();
    if (current_) return call(known());
    if (failed_) return call(*failed_);
    waiting_.add(std::move(call));
}

/// The row as a position, and notices of what of it cannot be read; nothing without a quantity.
template <class Row>
std::optional<Position> PositionStream::read_row(std::string_view kind, const Row& row)
{
    UnknownWords unread;
    auto position = from_wire(row, unread);
    if (position && !positions_.has_room_for(*position)) {
        unread.emplace_back("one position more than are kept", "");
        position.reset();
    }
    bool is_whole = position && position->contract.unknown_words.empty() && unread.empty();
    if (position) position->updated_at = desk_.now();
    if (is_whole) return position;
    auto source = "of " + from_wire(row.contract).describe();
    if (!position) {
        desk_.unread.dropped(kind, source, unread);
        // an unset quantity changes nothing, but an image with one is not whole
        if (row.position || !current_) row_unread();
        return position;
    }
    desk_.unread.fields(kind, source, unread);
    desk_.unread.fields(kind, source, position->contract.unknown_words);
    return position;
}

template <class M> void PositionStream::take(const M& message)
{
    if constexpr (std::is_same_v<M, ibkr::PositionEnd> ||
                  std::is_same_v<M, ibkr::PositionMultiEnd>) {
        image_ended();
    } else {
        // A row of a model is a part of the account's row.
        if constexpr (requires { message.model_code; })
            if (!message.model_code.empty()) return;
        if (auto position = read_row("position", message))
            keep(positions_.on_position(std::move(*position)));
    }
}

void PositionStream::take_portfolio(const ibkr::PortfolioValue& row, const std::string& account)
{
    auto position = read_row("portfolio row", row);
    if (!position) return;
    if (position->account.empty()) position->account = account;
    if (position->market_price) position->price_time = position->updated_at;
    keep(positions_.on_portfolio(std::move(*position)));
}

void PositionStream::keep(std::optional<Position> row)
{
    if (!row) return;
    // the two streams tell of one change one after the other
    auto same = std::ranges::find_if(to_report_, [&](const Position& other) {
        return other.account == row->account &&
               (row->contract.id != 0 ? other.contract.id == row->contract.id
                                      : other.contract == row->contract);
    });
    if (same == to_report_.end())
        to_report_.push_back(std::move(*row));
    else
        *same = std::move(*row);
}

void PositionStream::report()
{
    for (const auto& position : std::exchange(to_report_, {})) desk_.events.on_position(position);
}

void PositionStream::image_ended()
{
    report();
    if (images_left_ > 0 && --images_left_ > 0) return;
    // one that is not in the image may be in the row that cannot be read
    if (whole_)
        for (const auto& closed : positions_.end_image()) desk_.events.on_position(closed);
    current_ = true;
    waiting_.tell(known());
}

void PositionStream::ended(const Result<void>& end)
{
    report();
    follows_ = current_ = false;
    if (!end) failed_ = end.error();
    waiting_.tell(end);
}

}  // namespace trademind::ibkr_broker
