// Looks at the file of a paper account, and removes it.
#include <trademind/brokers/paper/saved_account.hpp>

#include "brokers/paper/store/account_file.hpp"

#include <system_error>

namespace trademind::paper {
namespace {

Error no_such(const std::filesystem::path& file)
{
    return {Errc::input_output, "there is no paper account '" + file.string() + "'"};
}

}  // namespace

Result<SavedAccount> read_saved_account(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return no_such(file);
    auto opened = AccountFile::open(file, Durability::process, true);
    if (!opened) return opened.error();
    auto owner = opened->owner();
    if (!owner) return owner.error();
    SavedAccount saved;
    if (owner->account.empty()) return saved;

    Options options;
    options.account = owner->account;
    options.base_currency = owner->base_currency;
    options.cash.clear();
    Engine engine{options};
    if (auto loaded = opened->load(engine, owner->account); !loaded) return loaded.error();
    saved.account = engine.account().account(engine.now());
    saved.positions = engine.account().positions();
    saved.orders = engine.orders(OrderFilter::all);
    saved.executions.assign(engine.executions().begin(), engine.executions().end());
    saved.saved_at = engine.now();
    return saved;
}

Result<> remove_saved_account(const std::filesystem::path& file)
{
    std::error_code failed;
    // opening for writing would make it
    if (!std::filesystem::exists(file, failed)) return no_such(file);
    {
        // refuses what is no paper account
        auto looked = AccountFile::open(file, Durability::process, true);
        if (!looked) return looked.error();
    }
    FileLock lock;
    {
        auto opened = AccountFile::open(file, Durability::process);
        if (!opened) return opened.error();
        if (auto alone = opened->take_alone(); !alone) return alone;
        lock = opened->give_lock();
    }
    if (std::filesystem::remove(file, failed); failed)
        return Error{Errc::input_output, file.string() + ": " + failed.message()};
    lock.remove();
    return {};
}

}  // namespace trademind::paper
