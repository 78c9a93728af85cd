// The journal's tables and the digest that chains its lines.
#pragma once

#include "base/database.hpp"

#include <trademind/execution/journal.hpp>
#include <trademind/execution/kill_switch.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace trademind::journal {

/// The event that names the working orders which the broker has confirmed, by order id.
inline constexpr std::string_view confirmed_kind = "confirmed";
inline const std::string confirmed_working = "working at the broker:";

const Schema& schema();
/// Beside the file itself, whatever links lead to it: held by the program that writes it.
std::filesystem::path lock_file_of(const std::filesystem::path& file);
/// Errc::input_output "no journal there yet" where the file is not there.
Result<Database> open_for_reading(const std::filesystem::path& file);
/// The last state that was latched; active where there is none.
Result<KillLatch> read_latch(Database&);
/// Of every order; 0 where there is none.
Result<std::int64_t> highest_order_id(Database&);
/// Of the columns sequence, time, kind, client_order_id, order_id, detail.
JournalEvent event_of(const SqlRow&);

/// Digest of an event and the one before it (FNV-1a, 64 bits): shows accidents and edits, proves
/// nothing against a forger.
std::int64_t digest_of(std::int64_t before, const JournalEvent&);

}  // namespace trademind::journal
