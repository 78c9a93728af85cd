// Positions and account values: what programs ask for.
#include "brokers/ibkr/broker/account.hpp"

#include <memory>
#include <utility>

namespace trademind::ibkr_broker {

void Accounts::on_session()
{
    positions_.on_session();
    account_.on_session();
}

void Accounts::on_interruption()
{
    positions_.on_interruption();
    account_.on_interruption();
}

void Accounts::get_positions(Completion<std::vector<Position>> done)
{
    auto waiting = std::make_shared<Completion<std::vector<Position>>>(std::move(done));
    positions_.when_current([this, waiting](const Result<void>& current) {
        if (current)
            (*waiting)(positions_.positions().valued(line_of_));
        else
            (*waiting)(current.error());
    });
}

void Accounts::get_account(Completion<Account> done)
{
    auto waiting = std::make_shared<Completion<Account>>(std::move(done));
    account_.when_current([this, waiting](const Result<void>& current) {
        (*waiting)(current ? account_.account() : current.error());
    });
}

void Accounts::get_portfolio(Completion<Portfolio> done)
{
    auto waiting = std::make_shared<Completion<Portfolio>>(std::move(done));
    account_.when_current([this, waiting](const Result<void>& current) {
        if (!current) return (*waiting)(current.error());
        positions_.when_current([this, waiting](const Result<void>& positions) {
            if (!positions) return (*waiting)(positions.error());
            auto account = account_.account();
            if (!account) return (*waiting)(account.error());
            (*waiting)(
                summarize(*account, positions_.positions().valued(line_of_, account_.name())));
        });
    });
}

}  // namespace trademind::ibkr_broker
