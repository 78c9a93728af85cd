// Writes tapes.
#include "brokers/paper/tape/tape_writer.hpp"

#include "brokers/paper/tape/contract_cells.hpp"
#include "brokers/paper/tape/row_parser.hpp"

#include <algorithm>
#include <ostream>

namespace trademind::paper {
namespace {

std::string_view word_of(PrintKind kind)
{
    return kind == PrintKind::opening   ? opening_word
           : kind == PrintKind::closing ? closing_word
                                        : std::string_view{};
}

/// A comma in a cell needs quotes around it.
std::string with_quotes(const std::string& text)
{
    return text.find(',') == text.npos ? text : '"' + text + '"';
}

}  // namespace

TapeWriter::TapeWriter(std::ostream& out, const std::vector<ContractDetails>& contracts, Form form,
                       Extra extra)
    : out_{out}, extra_{extra}, contract_cells_(contracts.size())
{
    bool bars = form == Form::bars;
    out_ << name_of(Column::time) << ',' << name_of(Column::symbol);
    auto first = static_cast<std::size_t>(bars ? Column::open : Column::bid),
         last = static_cast<std::size_t>(bars ? Column::volume : Column::last_size);
    for (auto i = first; i <= last; ++i) out_ << ',' << name_of(column_at(i));
    if (extra_.kinds) out_ << ',' << name_of(Column::kind);
    if (extra_.aggressors) out_ << ',' << name_of(Column::aggressor);
    symbols_.reserve(contracts.size());
    for (const auto& details : contracts) symbols_.push_back(with_quotes(details.contract.symbol));
    for (auto i = static_cast<std::size_t>(first_contract_column); i < column_count; ++i) {
        std::vector<std::string> cells;
        cells.reserve(contracts.size());
        for (const auto& details : contracts) cells.push_back(contract_cell(column_at(i), details));
        if (std::ranges::all_of(cells, &std::string::empty)) continue;
        out_ << ',' << name_of(column_at(i));
        for (std::size_t c = 0; c < cells.size(); ++c)
            contract_cells_[c] += ',' + with_quotes(cells[c]);
    }
    out_ << '\n';
}

void TapeWriter::begin(TimePoint time, std::uint32_t contract)
{
    out_ << format_time(time);
    cell(symbols_[contract]);
}

void TapeWriter::cell(std::string_view text)
{
    out_ << ',' << text;
}

void TapeWriter::cell(const std::optional<Decimal>& number)
{
    out_ << ',';
    if (number) out_ << number->str();
}

void TapeWriter::end(std::uint32_t contract, std::string_view kind, std::string_view aggressor)
{
    if (extra_.kinds) cell(kind);
    if (extra_.aggressors) cell(aggressor);
    out_ << contract_cells_[contract] << '\n';
}

void TapeWriter::write(std::uint32_t contract, const MarketChange& change)
{
    auto print_word = word_of(change.print);
    std::string_view halt_or_not = !change.halted   ? std::string_view{}
                                   : *change.halted ? halt_word
                                                    : resume_word;
    const bool two_kinds = change.halted && change.last && !print_word.empty();
    begin(change.time, contract);
    for (const auto* number : {&change.bid, &change.bid_size, &change.ask, &change.ask_size})
        cell(*number);
    std::string_view aggressor = change.aggressor == Side::buy    ? "buy"
                                 : change.aggressor == Side::sell ? "sell"
                                                                  : "";
    if (two_kinds) {
        cell("");
        cell("");
        end(contract, halt_or_not, "");
        begin(change.time, contract);
        for (int i = 0; i < 4; ++i) cell("");
    }
    cell(change.last);
    cell(change.last_size);
    end(contract, halt_or_not.empty() || two_kinds ? (change.last ? print_word : "") : halt_or_not,
        change.last ? aggressor : "");
}

void TapeWriter::write(std::uint32_t contract, const Bar& bar)
{
    begin(bar.time, contract);
    for (Decimal price : {bar.open, bar.high, bar.low, bar.close}) cell(std::optional{price});
    cell(bar.volume);
    end(contract, "", "");
}

void write_tape(const Tape& tape, std::ostream& out)
{
    std::vector<ContractDetails> contracts;
    for (std::uint32_t i = 0; i < tape.contracts.size(); ++i)
        contracts.push_back(tape.details_of(i));
    if (!tape.bars.empty()) {
        TapeWriter writer{out, contracts, TapeWriter::Form::bars, {}};
        for (const BarRow& row : tape.bars) writer.write(row.contract, row.bar);
        return;
    }
    TapeWriter::Extra extra;
    for (const TapeRow& row : tape.rows) {
        extra.kinds = extra.kinds || row.change.halted || row.change.print != PrintKind::regular;
        extra.aggressors = extra.aggressors || row.change.aggressor;
    }
    TapeWriter writer{out, contracts, TapeWriter::Form::quotes, extra};
    for (const TapeRow& row : tape.rows) writer.write(row.contract, row.change);
}

}  // namespace trademind::paper
