// Tapes from and to CSV.
#include <trademind/brokers/paper/tape.hpp>

#include "brokers/paper/tape/row_parser.hpp"

#include <fmt/format.h>

#include <fstream>
#include <ostream>
#include <sstream>
#include <unordered_map>

namespace trademind::paper {
namespace {

Error fault_at(std::string_view name, std::size_t line, const RowFault& fault)
{
    return {Errc::config, fmt::format("{}:{}:{}: {}", name, line, fault.column, fault.what)};
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
    if (take_line(text) != tape_header)
        return fault_at(name, 1, {1, fmt::format("the header must be '{}'", tape_header)});
    for (std::size_t number = 2; !text.empty(); ++number) {
        std::string_view line = take_line(text);
        if (line.empty()) continue;
        auto row = parse_row(line);
        if (!row) return fault_at(name, number, row.error());
        if (!tape.rows.empty() && row->change.time < tape.rows.back().change.time)
            return fault_at(name, number,
                            {1, fmt::format("time goes back, from {} to {}",
                                            format_time(tape.rows.back().change.time),
                                            format_time(row->change.time))});
        auto [symbol, is_new] =
            known.try_emplace(row->symbol, static_cast<std::uint32_t>(tape.contracts.size()));
        if (is_new) tape.contracts.push_back(stock(std::string{row->symbol}));
        tape.rows.emplace_back(symbol->second, std::move(row->change));
    }
    return tape;
}

Result<Tape> read_tape(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    if (!in || std::filesystem::is_directory(file) || !(text << in.rdbuf()))
        return Error{Errc::input_output, fmt::format("cannot read tape '{}'", file.string())};
    return parse_tape(text.view(), file.string());
}

void write_tape(const Tape& tape, std::ostream& out)
{
    auto cell = [&](const std::optional<Decimal>& number) {
        out << ',';
        if (number) out << number->str();
    };
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
