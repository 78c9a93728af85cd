// Any bytes as either greeting.
#include "brokers/ibkr/wire/server_hello.hpp"
#include "fuzz/messages.hpp"

using namespace trademind::ibkr::wire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string payload{reinterpret_cast<const char*>(data), size};
    payload.shrink_to_fit();

    ServerHello server;
    if (!read_server_hello(payload, server)) {
        std::string frame;
        write_server_hello(frame, server);
        ServerHello again;
        auto cut = cut_frame(frame);
        if (cut.kind == FrameCut::Kind::frame) {
            require(!read_server_hello(cut.payload, again), "a server's greeting reads back");
            require(again.version == server.version, "with its version");
            require(again.connection_time == server.connection_time, "and its time");
        }
        auto version = accept_version(server.version);
        require(!version || trademind::ibkr::number(*version) == server.version, "as accepted");
    }
    ClientHello client;
    if (!read_client_hello(payload, client)) {
        auto written = client_hello_payload(client);
        ClientHello again;
        require(!read_client_hello(written, again), "a client's greeting reads back", written);
        require(again.oldest == client.oldest && again.newest == client.newest, "with its range");
        require(again.connect_options == client.connect_options, "and its options");
    }
    return 0;
}
