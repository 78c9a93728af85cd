// From the configuration to a gateway.
#include "cli/gateway_options.hpp"

#include <fstream>
#include <utility>

namespace trademind::cli {
namespace {

Result<std::vector<GatewayStep>> faults_of(const std::filesystem::path& file)
{
    if (file.empty()) return std::vector<GatewayStep>{};
    std::ifstream in{file};
    constexpr std::streamsize longest = 1 << 20;
    std::string text(static_cast<std::size_t>(longest), '\0');
    in.read(text.data(), longest);
    if (in.bad() || (!in.eof() && in.fail()) || !in.eof())
        return Error{Errc::input_output,
                     file.string() + ": cannot be read, or is longer than a megabyte"};
    text.resize(static_cast<std::size_t>(in.gcount()));
    return parse_fault_script(text, file.string());
}

}  // namespace

Result<GatewayOptions> gateway_options(const GatewayConfig& settings)
{
    GatewayOptions options;
    auto faults = faults_of(settings.faults);
    if (!faults) return faults.error();
    options.faults = std::move(*faults);
    options.host = settings.host;
    options.port = static_cast<std::uint16_t>(settings.port);
    options.allowed_addresses = settings.allowed;
    options.most_sessions = static_cast<std::size_t>(settings.max_sessions);
    options.newest_version = settings.newest_version;
    options.master_client_id = settings.master_client_id;
    options.messages_per_second = settings.messages_per_second;
    options.read_only = settings.read_only;
    options.session_log = settings.record;
    return options;
}

}  // namespace trademind::cli
