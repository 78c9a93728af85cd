// The categories of this library's errors and of TWS codes.
#include <trademind/result.hpp>
#include <trademind/tws_code.hpp>

#include <fmt/format.h>

#include <array>

namespace trademind {
namespace {

struct Text {
    Errc code;
    const char* text;
};

constexpr std::array texts{
    Text{Errc::not_connected, "not connected"},
    Text{Errc::connection_refused, "connection refused"},
    Text{Errc::host_not_found, "host not found"},
    Text{Errc::connection_lost, "connection lost"},
    Text{Errc::timed_out, "timed out"},
    Text{Errc::cancelled, "cancelled"},
    Text{Errc::client_id_in_use, "client id in use"},
    Text{Errc::server_too_old, "server too old"},
    Text{Errc::server_too_new, "server too new"},
    Text{Errc::protocol, "protocol error"},
    Text{Errc::invalid_argument, "invalid argument"},
    Text{Errc::not_supported, "not supported"},
    Text{Errc::unknown_contract, "unknown contract"},
    Text{Errc::ambiguous_contract, "ambiguous contract"},
    Text{Errc::unknown_order, "unknown order"},
    Text{Errc::not_cancellable, "order cannot be cancelled"},
    Text{Errc::not_modifiable, "order cannot be modified"},
    Text{Errc::not_subscribed, "no quote subscription"},
    Text{Errc::market_data_permission, "no market data permission"},
    Text{Errc::pacing, "too many requests"},
    Text{Errc::read_only, "API is read-only"},
    Text{Errc::rejected, "order rejected"},
    Text{Errc::invalid_order, "invalid order"},
    Text{Errc::order_size_limit, "order size over the limit"},
    Text{Errc::order_value_limit, "order value over the limit"},
    Text{Errc::buying_power, "insufficient buying power"},
    Text{Errc::day_trade_limit, "day trade limit reached"},
    Text{Errc::duplicate_order, "duplicate client order id"},
    Text{Errc::no_price, "no usable price"},
    Text{Errc::no_position, "position unknown"},
    Text{Errc::no_account, "account values unknown"},
    Text{Errc::not_reconciled, "state not reconciled"},
    Text{Errc::trading_halted, "trading is halted"},
    Text{Errc::risk_limit, "refused by a risk limit"},
    Text{Errc::config, "configuration error"},
    Text{Errc::input_output, "input or output error"},
    Text{Errc::overflow, "number out of range"},
    Text{Errc::data_file, "unusable data file"},
    Text{Errc::corporate_action, "corporate action"},
    Text{Errc::internal, "internal error"},
};

class BrokerCategory final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "trademind"; }
    std::string message(int code) const override
    {
        for (const Text& t : texts)
            if (static_cast<int>(t.code) == code) return t.text;
        return fmt::format("unknown error {}", code);
    }
};

class TwsCategory final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "tws"; }
    std::string message(int code) const override { return fmt::format("TWS code {}", code); }
    boost::system::error_condition default_error_condition(int code) const noexcept override
    {
        if (auto condition = condition_of_tws_code(code)) return make_error_condition(*condition);
        return {code, *this};
    }
};

}  // namespace

const boost::system::error_category& broker_category() noexcept
{
    static const BrokerCategory category;
    return category;
}

const boost::system::error_category& tws_category() noexcept
{
    static const TwsCategory category;
    return category;
}

boost::system::error_condition make_error_condition(Errc code) noexcept
{
    return {static_cast<int>(code), broker_category()};
}

Error::Error(Errc condition, std::string message)
    : code{static_cast<int>(condition), broker_category()}, message{std::move(message)}
{}

Error make_tws_error(int code, std::string message)
{
    return {error_code{code, tws_category()}, std::move(message)};
}

std::string Error::describe() const
{
    return message.empty() ? code.message() : fmt::format("{}: {}", code.message(), message);
}

}  // namespace trademind
