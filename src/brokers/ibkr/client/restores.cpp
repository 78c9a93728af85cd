// A server of TWS that comes and goes, again and again.
#include "brokers/ibkr/client/restores.hpp"

namespace trademind::ibkr {
namespace {

using namespace std::chrono_literals;
using session::ServerConnectivity;

constexpr Duration window = 10s, quiet = 1s;
constexpr int at_once = 3;

}  // namespace

void Restores::on_server(ServerConnectivity server)
{
    bool without_data = server == ServerConnectivity::restored_without_data;
    waiting_.reset();
    if (server != ServerConnectivity::restored && !without_data) {
        lost_ = server == ServerConnectivity::lost;
        return take_(server);
    }
    without_data_ = without_data_ || without_data;
    auto now = clock_->uptime();
    if (count_ == 0 || now - since_ >= window) {
        since_ = now;
        count_ = 0;
    }
    if (++count_ <= at_once) return settle();
    waiting_ = after_(quiet, [this] { settle(); });
}

void Restores::settle()
{
    bool without_data = std::exchange(without_data_, false);
    lost_ = false;
    take_(without_data ? ServerConnectivity::restored_without_data : ServerConnectivity::restored);
}

void Restores::reset()
{
    waiting_.reset();
    without_data_ = lost_ = false;
}

}  // namespace trademind::ibkr
