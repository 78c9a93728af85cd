// Corporate actions from CSV.
#include "base/escape.hpp"
#include "base/names.hpp"
#include "brokers/paper/market/faults.hpp"
#include "brokers/paper/tape/csv_file.hpp"
#include "brokers/paper/tape/row_parser.hpp"
#include "domain/contract_words.hpp"

#include <trademind/brokers/paper/corporate_actions.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

namespace trademind::paper {
namespace {

enum class ActionWord : std::uint8_t { dividend, split, stock_dividend, delisting };
constexpr std::array action_words{
    Name{ActionWord::dividend, "dividend"}, Name{ActionWord::split, "split"},
    Name{ActionWord::stock_dividend, "stock_dividend"}, Name{ActionWord::delisting, "delisting"}};

enum class ActionField : std::uint8_t { date, symbol, kind, amount, ratio, currency };
constexpr std::array action_fields{
    Name{ActionField::date, "date"},   Name{ActionField::symbol, "symbol"},
    Name{ActionField::kind, "kind"},   Name{ActionField::amount, "amount"},
    Name{ActionField::ratio, "ratio"}, Name{ActionField::currency, "currency"}};

class ActionReader {
public:
    RowResult<void> header(std::string_view line)
    {
        if (auto fault = split_row(line, cells_)) return *fault;
        columns_ = cells_.size();
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            auto field = value_of(action_fields, cells_[i].text);
            if (!field)
                return RowFault{cells_[i].column,
                                fmt::format("'{}' is no column of a file of corporate actions; its "
                                            "columns are date,symbol,kind,amount,ratio,currency",
                                            escaped(cells_[i].text.substr(0, 40)))};
            auto& place = places_[static_cast<std::size_t>(*field)];
            if (place)
                return RowFault{cells_[i].column, fmt::format("the column {} stands twice",
                                                              name_of(action_fields, *field))};
            place = i;
        }
        for (ActionField needed : {ActionField::date, ActionField::symbol, ActionField::kind})
            if (!places_[static_cast<std::size_t>(needed)])
                return RowFault{
                    1, fmt::format("there is no column {}", name_of(action_fields, needed))};
        return {};
    }

    RowResult<void> row(std::string_view line)
    {
        if (auto fault = split_row(line, cells_)) return *fault;
        if (cells_.size() != columns_)
            return RowFault{1, fmt::format("{} cells where {} belong", cells_.size(), columns_)};
        CorporateAction action;
        auto date = parse_time(std::string{cell(ActionField::date).text} + "T00:00:00Z");
        if (!date) return wrong(ActionField::date, "is not a date such as 2026-05-04");
        action.date = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(*date)};
        action.symbol = cell(ActionField::symbol).text;
        if (auto fault = fault_of_symbol(action.symbol))
            return RowFault{cell(ActionField::symbol).column, fault->text};
        if (auto text = cell(ActionField::currency).text; !text.empty()) action.currency = text;
        if (!is_currency(action.currency))
            return wrong(ActionField::currency, "is not a currency code such as USD");
        auto word = value_of(action_words, cell(ActionField::kind).text);
        if (!word)
            return wrong(ActionField::kind,
                         "is not simulated: dividend, split, stock_dividend and "
                         "delisting are");
        if (auto read = terms(action, *word); !read) return read;
        auto same = [&](const CorporateAction& a) {
            return std::tie(a.date, a.symbol, a.currency, a.kind) ==
                   std::tie(action.date, action.symbol, action.currency, action.kind);
        };
        if (std::ranges::any_of(actions_, same))
            return RowFault{1, fmt::format("a second {} of {} on that date", to_string(action.kind),
                                           action.symbol)};
        actions_.push_back(std::move(action));
        return {};
    }

    std::vector<CorporateAction> take() &&
    {
        std::ranges::stable_sort(
            actions_, {}, [](const CorporateAction& a) { return std::chrono::sys_days{a.date}; });
        return std::move(actions_);
    }

private:
    Cell cell(ActionField field) const
    {
        auto place = places_[static_cast<std::size_t>(field)];
        return place ? cells_[*place] : Cell{{}, 1};
    }
    RowFault wrong(ActionField field, std::string_view why) const
    {
        return {cell(field).column, fmt::format("{} '{}' {}", name_of(action_fields, field),
                                                escaped(cell(field).text), why)};
    }
    /// A number above 0; of an amount of nothing also 0.
    RowResult<Decimal> number(ActionField field, std::string_view text,
                              bool may_be_zero = false) const
    {
        auto value = read_number(name_of(action_fields, field), {text, cell(field).column});
        if (!value) return value.error();
        if (value->sign() < 0 || (value->is_zero() && !may_be_zero) || *value >= largest_number)
            return wrong(field, "must be above 0");
        return *value;
    }
    RowResult<void> none(ActionField field, ActionWord word) const
    {
        if (cell(field).text.empty()) return {};
        return wrong(field, fmt::format("has no meaning for a {}", name_of(action_words, word)));
    }

    RowResult<void> terms(CorporateAction& action, ActionWord word) const
    {
        if (word == ActionWord::dividend || word == ActionWord::delisting) {
            action.kind =
                word == ActionWord::dividend ? ActionKind::dividend : ActionKind::delisting;
            auto amount = number(ActionField::amount, cell(ActionField::amount).text,
                                 word == ActionWord::delisting);
            if (!amount) return amount.error();
            action.amount = *amount;
            return none(ActionField::ratio, word);
        }
        action.kind = ActionKind::split;
        auto text = cell(ActionField::ratio).text;
        auto colon = text.find(':');
        auto shares = number(ActionField::ratio, text.substr(0, colon));
        if (!shares) return shares.error();
        action.new_shares = *shares;
        if (colon != text.npos) {
            auto old = number(ActionField::ratio, text.substr(colon + 1));
            if (!old) return old.error();
            action.old_shares = *old;
        }
        // so many more for each one
        if (word == ActionWord::stock_dividend) action.new_shares += action.old_shares;
        if (action.new_shares == action.old_shares)
            return wrong(ActionField::ratio, "changes nothing");
        return none(ActionField::amount, word);
    }

    std::array<std::optional<std::size_t>, action_fields.size()> places_;
    std::size_t columns_ = 0;
    std::vector<Cell> cells_;
    std::vector<CorporateAction> actions_;
};

Result<std::vector<CorporateAction>> read_actions(std::unique_ptr<ByteSource> bytes,
                                                  std::string_view name)
{
    ActionReader reader;
    if (auto whole = read_csv(std::move(bytes), name, reader); !whole) return whole.error();
    return std::move(reader).take();
}

}  // namespace

std::string_view to_string(ActionKind kind)
{
    constexpr std::array kinds{Name{ActionKind::dividend, "dividend"},
                               Name{ActionKind::split, "split"},
                               Name{ActionKind::delisting, "delisting"}};
    return name_of(kinds, kind);
}

std::string CorporateAction::describe() const
{
    auto day = format_time(TimePoint{std::chrono::sys_days{date}}).substr(0, 10);
    auto terms = kind == ActionKind::split
                     ? fmt::format("{}:{}", new_shares.str(), old_shares.str())
                     : fmt::format("{} {}", amount.str(), currency);
    return fmt::format("{} {} {} {}", day, symbol, to_string(kind), terms);
}

Result<std::vector<CorporateAction>> parse_corporate_actions(std::string_view text,
                                                             std::string_view name)
{
    return read_actions(bytes_of(text), name);
}

Result<std::vector<CorporateAction>> read_corporate_actions(const std::filesystem::path& file)
{
    auto bytes = open_csv(file, "corporate actions");
    if (!bytes) return bytes.error();
    return read_actions(std::move(*bytes), file.string());
}

}  // namespace trademind::paper
