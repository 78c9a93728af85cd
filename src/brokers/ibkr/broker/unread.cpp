// Notices of what TWS sent and this library cannot read.
#include "brokers/ibkr/broker/unread.hpp"

#include "base/log.hpp"

#include <fmt/format.h>

#include <utility>

namespace trademind::ibkr_broker {
namespace {

/// Words kept to know them again: a server that sends nonsense must not fill the memory.
constexpr std::size_t most_words = 1000;

/// True for 1, 2, 4, 8, ...: a stream of bad rows is reported ever more rarely.
bool is_power_of_two(std::size_t n)
{
    return (n & (n - 1)) == 0;
}

}  // namespace

std::string list_of(const UnknownWords& words)
{
    std::string list;
    for (const auto& word : words)
        list += (list.empty() ? "" : ", ") +
                (word.text.empty() ? word.field + " (not sent)"
                                   : fmt::format("{} \"{}\"", word.field, word.text));
    return list;
}

void UnreadNotices::on_session()
{
    reported_.clear();
    dropped_.clear();
}

void UnreadNotices::fields(std::string_view kind, const std::string& source,
                           const UnknownWords& words, std::optional<OrderId> order_id)
{
    UnknownWords fresh;
    for (const auto& word : words)
        if (reported_.size() < most_words &&
            reported_.insert(fmt::format("{}/{}/{}", kind, word.field, word.text)).second)
            fresh.push_back(word);
    if (fresh.empty()) return;
    report(Errc::not_supported,
           fmt::format("{} {}: {} is not known to this library, and kept as unknown", kind, source,
                       list_of(fresh)),
           order_id);
}

void UnreadNotices::dropped(std::string_view kind, const std::string& source,
                            const UnknownWords& why, std::optional<OrderId> order_id)
{
    auto count = ++dropped_.try_emplace(std::string{kind}).first->second;
    if (!is_power_of_two(count)) return;
    report(Errc::protocol,
           fmt::format("{} {} is left out: {} cannot be read ({} left out in this session)", kind,
                       source, list_of(why), count),
           order_id);
}

void UnreadNotices::report(Errc code, std::string text, std::optional<OrderId> order_id)
{
    log::warning("{}", text);
    events_.on_notice(Notice{Error{code, std::move(text)}, order_id});
}

}  // namespace trademind::ibkr_broker
