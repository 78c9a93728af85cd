// Codes that a program has put before the table.
#include "base/tws_code_changes.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>

namespace trademind {
namespace {

/// One list, with the texts that it points to.
struct Added {
    std::deque<std::string> texts;
    std::vector<TwsCode> codes;  // ascending
};

std::atomic<const Added*> current{nullptr};

/// Lists are kept for the life of the process: pointers into them have been handed out.
void publish(std::unique_ptr<const Added> added)
{
    static std::mutex mutex;
    static std::vector<std::unique_ptr<const Added>> all;
    std::lock_guard lock{mutex};
    current.store(added.get(), std::memory_order_release);
    all.push_back(std::move(added));
}

bool is_of_the_session(int code)
{
    return code == 326 || (code >= 502 && code <= 508) || (code >= 1100 && code <= 1300) ||
           (code >= 2103 && code <= 2110) || code == 2119 || code == 2157 || code == 2158;
}

std::string_view scope_of(TwsCodeKind kind)
{
    switch (kind) {
    case TwsCodeKind::order_reject:
    case TwsCodeKind::order_warning:
    case TwsCodeKind::order_event: return "order";
    case TwsCodeKind::data_error:
    case TwsCodeKind::data_event: return "data";
    case TwsCodeKind::connectivity: return "session";
    default: return "request";
    }
}

}  // namespace

Result<void> extend_tws_codes(const std::vector<TwsCodeChange>& changes)
{
    if (changes.empty()) return {};
    auto added = std::make_unique<Added>();
    for (const auto& change : changes) {
        auto refuse = [&](const char* why) -> Result<void> {
            return Error{Errc::invalid_argument,
                         "TWS code " + std::to_string(change.code) + ": " + why};
        };
        if (change.code <= 0) return refuse("must be greater than zero");
        if (is_of_the_session(change.code)) return refuse("belongs to the session");
        if (std::ranges::find(added->codes, change.code, &TwsCode::code) != added->codes.end())
            return refuse("is given twice");
        const TwsCode* known = find_tws_code(change.code);
        TwsCode code{change.code,
                     change.kind,
                     change.changes_order ? TwsCodeEnds::yes : TwsCodeEnds::no,
                     scope_of(change.kind),
                     known ? known->text : std::string_view{},
                     {}};
        code.advice = added->texts.emplace_back(change.advice);
        added->codes.push_back(code);
    }
    std::ranges::sort(added->codes, {}, &TwsCode::code);
    publish(std::move(added));
    return {};
}

const TwsCode* find_added_tws_code(int code) noexcept
{
    const auto* added = current.load(std::memory_order_acquire);
    if (!added) return nullptr;
    auto at = std::ranges::lower_bound(added->codes, code, {}, &TwsCode::code);
    return at != added->codes.end() && at->code == code ? &*at : nullptr;
}

std::optional<TwsCodeKind> parse_tws_code_kind(std::string_view text)
{
    std::string spelt{text};
    std::ranges::replace(spelt, '_', ' ');
    for (int n = 0; n <= static_cast<int>(TwsCodeKind::client_local); ++n)
        if (auto kind = static_cast<TwsCodeKind>(n); to_string(kind) == spelt) return kind;
    return std::nullopt;
}

}  // namespace trademind
