// Lanes, batches, and what did not leave.
#include "brokers/ibkr/session/writer.hpp"

#include <algorithm>

namespace trademind::ibkr::session {
namespace {

constexpr SendPriority lanes_in_order[] = {SendPriority::urgent, SendPriority::orders,
                                           SendPriority::rest};
// a batch larger than this gains nothing and delays the cancel that comes next
constexpr std::size_t batch_limit = std::size_t{64} * 1024;

}  // namespace

std::string& FrameQueue::begin_frame()
{
    if (empty() || (offset_ > bytes_.size() / 2 && offset_ > 4096)) compact();
    begin_ = bytes_.size();
    return bytes_;
}

void FrameQueue::end_frame(Tag tag)
{
    items_.push_back({bytes_.size() - begin_, tag});
}

void FrameQueue::pop()
{
    offset_ += items_[head_].size;
    ++head_;
}

void FrameQueue::compact()
{
    bytes_.erase(0, offset_);
    items_.erase(items_.begin(), items_.begin() + static_cast<std::ptrdiff_t>(head_));
    offset_ = head_ = 0;
}

std::size_t FrameQueue::erase(Tag tag)
{
    compact();
    std::size_t at = 0, erased = 0;
    std::erase_if(items_, [&](const Item& item) {
        if (item.tag != tag) return at += item.size, false;
        bytes_.erase(at, item.size);
        ++erased;
        return true;
    });
    return erased;
}

void FrameQueue::drain(std::vector<Tag>& tags)
{
    for (; !empty(); pop()) tags.push_back(front_tag());
    compact();
}

std::string* Writer::begin_frame(SendPriority lane)
{
    auto& queue = lanes_[index(lane)];
    return queue.size() < capacity_ ? &queue.begin_frame() : nullptr;
}

void Writer::end_frame(SendPriority lane, Tag tag)
{
    lanes_[index(lane)].end_frame(tag);
    ++waiting_;
}

bool Writer::push(std::string_view frame, SendPriority lane, Tag tag)
{
    auto* bytes = begin_frame(lane);
    if (!bytes) return false;
    bytes->append(frame);
    end_frame(lane, tag);
    return true;
}

bool Writer::withdraw(Tag tag)
{
    std::size_t erased = 0;
    for (auto& lane : lanes_) erased += lane.erase(tag);
    waiting_ -= erased;
    return erased > 0;
}

void Writer::drop_stopped()
{
    if (!gate_) return;
    auto& orders = lanes_[index(SendPriority::orders)];
    for (; !orders.empty() && !gate_(orders.front_tag()); --waiting_) orders.pop();
}

std::string_view Writer::begin(Duration now)
{
    if (!has_waiting()) return batch_;
    for (SendPriority lane : lanes_in_order) {
        auto& queue = lanes_[index(lane)];
        for (;;) {
            if (lane == SendPriority::orders) drop_stopped();
            if (queue.empty() || batch_.size() >= batch_limit ||
                pacer_.delay(lane, now) != Duration{})
                break;
            batch_.append(queue.front());
            sent_.push_back({batch_.size(), queue.front_tag()});
            pacer_.spend(now);
            queue.pop();
            --waiting_;
        }
    }
    return batch_;
}

void Writer::finished()
{
    batch_.clear();
    sent_.clear();
}

void Writer::broken(std::size_t written, std::vector<Tag>& not_sent)
{
    for (const Sent& frame : sent_)
        if (frame.end > written) not_sent.push_back(frame.tag);
    for (auto& lane : lanes_) lane.drain(not_sent);
    waiting_ = 0;
    std::erase(not_sent, no_tag);
    finished();
    pacer_.reset();
}

std::optional<Duration> Writer::due(Duration now) const
{
    if (!has_waiting()) return {};
    std::optional<Duration> earliest;
    for (SendPriority lane : lanes_in_order)
        if (!lanes_[index(lane)].empty()) {
            auto wait = pacer_.delay(lane, now);
            if (!earliest || wait < *earliest) earliest = wait;
        }
    return earliest;
}

Duration Writer::delay(SendPriority lane, Duration now) const
{
    bool waits = false;
    for (SendPriority before : lanes_in_order)
        waits = waits || (index(before) <= index(lane) && waiting(before) > 0);
    if (!waits) return pacer_.delay(lane, now);
    // replays what waits in this lane and above on a copy of the window
    Pacer pacer = pacer_;
    auto at = now;
    for (SendPriority before : lanes_in_order) {
        if (index(before) > index(lane)) break;
        for (std::size_t n = waiting(before); n > 0; --n) {
            at += pacer.delay(before, at);
            pacer.spend(at);
        }
    }
    return at + pacer.delay(lane, at) - now;
}

}  // namespace trademind::ibkr::session
