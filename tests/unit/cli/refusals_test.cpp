// What every command refuses before it does anything, with its exit status and words.
#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace trademind::cli {
namespace {

using testing::HasSubstr;

/// A command line that is wrong: it ends with that status and these words, and prints nothing.
struct Wrong {
    std::vector<std::string> words;
    Exit exit;
    const char* problem;
};

void expect_refused(const std::vector<Wrong>& rows)
{
    for (const auto& row : rows) {
        std::string line;
        for (const auto& word : row.words) line += word + ' ';
        auto outcome = run_program(row.words);
        EXPECT_EQ(outcome.exit, row.exit) << line << outcome.problem;
        EXPECT_THAT(outcome.problem, HasSubstr(row.problem)) << line;
        EXPECT_EQ(outcome.output, "") << line;
    }
}

/// A configuration of the user's own would stand for the missing --config.
class Refusals : public testing::Test {
protected:
    Refusals() { ::setenv("TRADEMIND_CONFIG", "", 1); }
    ~Refusals() override { ::unsetenv("TRADEMIND_CONFIG"); }
};

TEST_F(Refusals, of_commands_without_a_connection)
{
    constexpr auto usage = Exit::wrong_usage, failed = Exit::failed;
    expect_refused({
        {{"demo", "--seed", "x"}, usage, "--seed"},
        {{"demo", "extra"}, usage, "extra"},
        {{"run"}, usage, "--config"},
        {{"run", "--config", "/nowhere.yaml"}, failed, "/nowhere.yaml: cannot be read"},
        {{"run", "--config", "c", "--seconds", "0"}, usage, "--seconds"},
        {{"run", "--config", "c", "--seconds", "86401"}, usage, "--seconds"},
        {{"run", "--config"}, usage, "--config"},
        {{"run", "--config", "c", "--symbol", "A", "--symbol", "B", "--symbol", "A"},
         usage,
         "A is named twice"},
        {{"kill"}, usage, "--config"},
        {{"kill", "--config", "/nowhere.yaml"}, failed, "/nowhere.yaml: cannot be read"},
        {{"kill", "--level", "active"}, usage, "--level"},
        {{"kill", "--level"}, usage, "--level"},
        {{"kill", "--wait", "3601"}, usage, "--wait"},
        {{"kill", "--orders", "10001", "--drill"}, usage, "--orders"},
        {{"kill", "--drill", "--unlock"}, usage, "exclude each other"},
        {{"kill", "--drill", "--status"}, usage, "exclude each other"},
        {{"journal"}, usage, "subcommand"},
        {{"journal", "burn"},
         usage,
         "no command 'journal burn'; there are: show, verify, repair, export"},
        {{"journal", "show"}, usage, "--config or --file"},
        {{"journal", "verify"}, usage, "--config or --file"},
        {{"journal", "export"}, usage, "--config or --file"},
        {{"journal", "export", "--format", "xml"}, usage, "--format"},
        {{"journal", "show", "--last", "0"}, usage, "--last"},
        {{"journal", "show", "--file", "/nowhere.db", "--since", "noon"}, usage, "--since"},
        {{"journal", "verify", "--kind", "kill"}, usage, "--kind"},
        {{"journal", "show", "--file", "/nowhere.db", "--kind", "nonsense"},
         usage,
         "--kind: \"nonsense\" is none of intent, order, execution"},
        {{"journal", "export", "--file", "/nowhere.db", "--kind", ""}, usage, "--kind"},
        {{"journal", "show", "--file", " "}, usage, "--file"},
        {{"kill", "--level", "nonsense"}, usage, "\"nonsense\" is none of reducing, halted"},
        {{"journal", "verify", "--config", "/nowhere.yaml"}, failed, "/nowhere.yaml"},
        {{"explain"}, usage, "CODE"},
        {{"explain", "4"}, failed, "not in the table"},
        {{"explain", "two"}, usage, "CODE: \"two\" is not a code of TWS"},
        {{"explain", "0201x"}, usage, "CODE"},
        {{"demo", "--seed", "0x1"}, usage, "--seed"},
        {{"kill", "--unlock", "--config", "/nowhere.yaml"}, usage, "--by NAME"},
        {{"paper", "show"}, usage, "--config or --file"},
        {{"paper", "reset"}, usage, "--config or --file"},
        {{"config"}, usage, "subcommand"},
        {{"config", "chek"}, usage, "did you mean 'config check'?"},
        {{"config", "check"}, usage, "give FILE"},
        {{"config", "show"}, usage, "give FILE"},
        {{"config", "check", "/nowhere.yaml"}, failed, "/nowhere.yaml: cannot be read"},
        {{"config", "reference", "extra"}, usage, "extra"},
        {{"replay"}, usage, "FILE"},
    });
}

TEST_F(Refusals, of_commands_with_a_connection_before_they_connect)
{
    constexpr auto usage = Exit::wrong_usage, failed = Exit::failed;
    for (const std::string command :
         {"connect", "positions", "account", "portfolio", "orders", "executions", "global-cancel"})
        expect_refused({
            {{command, "extra"}, usage, "extra"},
            {{command, "--port", "0"}, usage, "--port"},
            {{command, "--port", "65536"}, usage, "--port"},
            {{command, "--port", "many"}, usage, "--port"},
            {{command, "--client-id", "-1"}, usage, "--client-id"},
            {{command, "--port", "010x"}, usage, "--port"},
            {{command, "--port", "0x1f6"}, usage, "--port"},
            {{command, "--config", ""}, usage, "--config"},
            {{command, "--host", ""}, usage, "--host"},
            {{command, "--host", " "}, usage, "--host"},
            {{command, "--host", "127.0.0.1:7497"}, usage, "--host: \"127.0.0.1:7497\""},
            {{command, "--journal", "a\nb"}, usage, "--journal: \"a\\nb\""},
            {{command, "--timeout", "0"}, usage, "--timeout"},
            {{command, "--timeout", "601"}, usage, "--timeout"},
            {{command, "--config", "/nowhere.yaml"}, failed, "/nowhere.yaml: cannot be read"},
        });
    for (const std::string command : {"contract", "history"})
        expect_refused({
            {{command}, usage, "SYMBOL"},
            {{command, "AAPL", "--sec-type", "SHARE"},
             usage,
             "--sec-type: \"SHARE\" is none of STK, OPT, FUT, FOP"},
            {{command, "AAPL", "--strike", "high"}, usage, "--strike: \"high\""},
            {{command, "AAPL", "--multiplier", "x"}, usage, "--multiplier: \"x\""},
            {{command, "AAPL", "--right", "L"}, usage, "--right: \"L\""},
            {{command, "AAPL", "--contract-id", "one"}, usage, "--contract-id"},
            {{command, "AAPL", "--contract-id", "0"}, usage, "--contract-id"},
            {{command, "AAPL", "--strike", "-5"}, usage, "--strike: \"-5\""},
            {{command, "AAPL", "--expiry", "20270231"}, usage, "--expiry: \"20270231\""},
            {{command, "AAPL", "--expiry", "2027"}, usage, "--expiry: \"2027\""},
            {{command, "AAPL", "--currency", "usd"}, usage, "--currency: \"usd\""},
            {{command, ""}, usage, "SYMBOL: \"\" is empty"},
        });
    expect_refused({{{"buy", "BTC", "1", "--sec-type", "CRYPTO", "--exchange", "PAXOS"},
                     usage,
                     "sized by an amount of money (--cash)"}});
    for (const std::string command : {"buy", "sell"})
        expect_refused({
            {{command, "AAPL"}, usage, "QUANTITY"},
            {{command, "AAPL", "ten"}, usage, "QUANTITY: \"ten\""},
            {{command, "AAPL", "1", "--cash", "20"}, usage, "--cash: QUANTITY is given as well"},
            {{command, "AAPL", "--cash", "-20"}, usage, "--cash: \"-20\""},
            {{command, "ES", "--sec-type", "FUT", "--expiry", "202703", "--cash", "20"},
             usage,
             "--cash 20"},
            {{command, "AAPL", "0"}, usage, "QUANTITY: \"0\""},
            {{command, "AAPL", "1e400"}, usage, "QUANTITY: \"1e400\""},
            {{command, "AAPL", "1", "--limit", "nan"}, usage, "--limit: \"nan\""},
            {{command, "AAPL", "1", "--limit", "0"}, usage, "--limit 0 is not greater than 0"},
            {{command, "AAPL", "1", "--type", "LMT"}, usage, "--limit is missing: LMT needs one"},
            {{command, "AAPL", "1", "--type", "MKT", "--limit", "5"}, usage, "--limit is given"},
            {{command, "AAPL", "1", "--tif", "XYZ"},
             usage,
             "--tif: \"XYZ\" is none of DAY, GTC, IOC"},
            {{command, "AAPL", "1", "--type", "XYZ"}, usage, "\"XYZ\" is none of MKT, LMT, STP"},
            {{command, "AAPL", "1", "--tif", "GTD"}, usage, "--good-till"},
            {{command, "AAPL", "1", "--good-till", "later"}, usage, "--good-till: \"later\""},
            {{command, "AAPL", "1", "--good-till", "20200101-00:00:00"}, usage, "has passed"},
            {{command, "SPX", "1", "--sec-type", "IND"}, usage, "for data only"},
            {{command, "AAPL", "1", "--limt", "5"}, usage, "did you mean --limit?"},
            {{command, "AAPL", "1", "--client-order-id", "a\nb"}, usage, "--client-order-id"},
            {{command, "AAPL", "1", "--client-order-id", std::string(5000, 'x')},
             usage,
             "--client-order-id has 5000 bytes"},
        });
    expect_refused({
        {{"orders", "--show", "some"}, usage, "--show: \"some\""},
        {{"record", "--symbols", "A,B,A", "--out", "/nowhere/t.csv"}, usage, "A is named twice"},
        {{"quote", "AAPL", "--stream", "0"}, usage, "--stream"},
        {{"history", "AAPL", "--end", "noon"}, usage, "--end: \"noon\""},
        {{"history", "AAPL", "--duration", "1 Fortnight"}, usage, "--duration: \"1 Fortnight\""},
        {{"history", "AAPL", "--bar-size", "7 mins"}, usage, "--bar-size: \"7 mins\""},
        {{"history", "AAPL", "--what", "GUESSES"}, usage, "--what: \"GUESSES\""},
        {{"history", "AAPL", "--duration", "90 Y", "--bar-size", "1 secs"}, usage, "--duration"},
        {{"modify"}, usage, "ORDER"},
        {{"modify", "1"}, usage, "nothing to change"},
        {{"modify", "one", "--limit", "1"}, usage, "ORDER: \"one\""},
        {{"modify", "1", "--quantity", "0"}, usage, "--quantity: \"0\""},
        {{"modify", "1", "--good-till", "20990101-00:00:00", "--tif", "DAY"}, usage, "--tif"},
        {{"cancel"}, usage, "ORDER"},
        {{"cancel", "first"}, usage, "ORDER: \"first\""},
        {{"cancel", "1", "2nd"}, usage, "ORDER: \"2nd\""},
    });
}

}  // namespace
}  // namespace trademind::cli
