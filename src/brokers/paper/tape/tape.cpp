// Tapes from and to CSV.
#include <trademind/brokers/paper/tape.hpp>

#include "base/escape.hpp"
#include "brokers/paper/tape/row_parser.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <unordered_map>

namespace trademind::paper {
namespace {

Error fault_at(std::string_view name, std::size_t line, const RowFault& fault)
{
    return {Errc::data_file, fmt::format("{}:{}:{}: {}", name, line, fault.column, fault.what)};
}

/// Takes the next line off the front, without its line end.
std::string_view take_line(std::string_view& text)
{
    std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

/// Spreadsheets write a mark before the first line.
constexpr std::string_view utf8_mark = "\xef\xbb\xbf", utf16_marks[]{"\xff\xfe", "\xfe\xff"};

/// What is wrong with a first line that is neither of the two headers.
std::string fault_of_header(std::string_view header)
{
    for (auto mark : utf16_marks)
        if (header.starts_with(mark)) return "the file is UTF-16: save it as CSV in UTF-8";
    if (header.find(',') == header.npos)
        for (char separator : {';', '\t'})
            if (header.find(separator) != header.npos)
                return fmt::format("the cells are separated by '{}': write commas",
                                   separator == ';' ? ";" : "\\t");
    return fmt::format("the header is '{}'; it must be '{}' or '{}'", escaped(header.substr(0, 80)),
                       tape_header, bar_header);
}

/// The first line, whether its cells are quoted or not.
std::string take_header(std::string_view& text)
{
    std::string header{take_line(text)};
    std::erase(header, '"');
    return header;
}

}  // namespace

std::uint32_t Tape::index_of(const Contract& contract)
{
    for (std::size_t i = 0; i < contracts.size(); ++i)
        if (contracts[i].same_instrument(contract)) return static_cast<std::uint32_t>(i);
    contracts.push_back(contract);
    return static_cast<std::uint32_t>(contracts.size() - 1);
}

Result<Tape> parse_tape(std::string_view text, std::string_view name)
{
    Tape tape;
    std::unordered_map<std::string_view, std::uint32_t> known;
    auto index_of = [&](std::string_view symbol) {
        auto [entry, is_new] =
            known.try_emplace(symbol, static_cast<std::uint32_t>(tape.contracts.size()));
        if (is_new) tape.contracts.push_back(stock(std::string{symbol}));
        return entry->second;
    };
    if (text.starts_with(utf8_mark)) text.remove_prefix(utf8_mark.size());
    if (text.empty())
        return fault_at(name, 1,
                        {1, fmt::format("the file is empty; its first line must be '{}' or '{}'",
                                        tape_header, bar_header)});
    auto header = take_header(text);
    bool has_bars = header == bar_header;
    if (header != tape_header && !has_bars) return fault_at(name, 1, {1, fault_of_header(header)});
    for (std::size_t number = 2; !text.empty(); ++number) {
        std::string_view line = take_line(text);
        if (line.empty()) continue;
        if (has_bars) {
            auto row = parse_bar_row(line);
            if (!row) return fault_at(name, number, row.error());
            tape.bars.emplace_back(index_of(row->symbol), std::move(row->bar));
        } else {
            auto row = parse_row(line);
            if (!row) return fault_at(name, number, row.error());
            tape.rows.emplace_back(index_of(row->symbol), std::move(row->change));
        }
        std::size_t last = tape.size() - 1;
        if (last > 0 && tape.time_of(last) < tape.time_of(last - 1))
            return fault_at(name, number,
                            {1, fmt::format("time goes back, from {} to {}",
                                            format_time(tape.time_of(last - 1)),
                                            format_time(tape.time_of(last)))});
    }
    if (tape.size() == 0) return fault_at(name, 2, {1, "no row stands below the header"});
    return tape;
}

Result<Tape> read_tape(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    if (!in || std::filesystem::is_directory(file))
        return Error{Errc::input_output, fmt::format("cannot read tape '{}'", file.string())};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (in.bad())
        return Error{Errc::input_output, fmt::format("cannot read tape '{}'", file.string())};
    return parse_tape(text, file.string());
}

void write_tape(const Tape& tape, std::ostream& out)
{
    auto cell = [&](const std::optional<Decimal>& number) {
        out << ',';
        if (number) out << number->str();
    };
    if (!tape.bars.empty()) {
        out << bar_header << '\n';
        for (const BarRow& row : tape.bars) {
            const Bar& bar = row.bar;
            out << format_time(bar.time) << ',' << tape.contracts[row.contract].symbol;
            for (Decimal price : {bar.open, bar.high, bar.low, bar.close})
                out << ',' << price.str();
            cell(bar.volume);
            out << '\n';
        }
        return;
    }
    out << tape_header << '\n';
    for (const TapeRow& row : tape.rows) {
        out << format_time(row.change.time) << ',' << tape.contracts[row.contract].symbol;
        for (const auto* number : {&row.change.bid, &row.change.bid_size, &row.change.ask,
                                   &row.change.ask_size, &row.change.last, &row.change.last_size})
            cell(*number);
        out << '\n';
    }
}

}  // namespace trademind::paper
