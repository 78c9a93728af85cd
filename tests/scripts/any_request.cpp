// Every request of the client behind one face.
#include "scripts/any_request.hpp"

#include "brokers/ibkr/wire/dispatch.hpp"
#include "brokers/ibkr/wire/encode.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>
#include <trademind/brokers/ibkr/messages/requests.hpp>

#include <array>
#include <stdexcept>

namespace trademind::test {
namespace {

using namespace ibkr;

template <class R> struct Face {
    using Answered = ibkr::detail::Shape<typename R::answer>;

    static ibkr::detail::Prepared prepare(std::string_view payload, int number, Version server)
    {
        wire::MessageHead head;
        wire::Surplus surplus;
        R request;
        if (wire::read_head(payload, server, head) ||
            wire::decode(payload, head.body_at, server, head.encoding, request, surplus))
            throw std::logic_error{"the script's own request cannot be read"};
        return ibkr::detail::prepare(request, number, server);
    }
    static bool completes(const ibkr::detail::Incoming& in)
    {
        bool end = Answered::visit(in, [](const auto&) {});
        if constexpr (R::info.id == Request::historical_data)
            end = end || ibkr::detail::ends_without_marker(in);
        return end;
    }
};

template <class A> struct Ending {
    static constexpr int marker = 0;
    static constexpr bool by_itself = false;
};
template <class End, class... Items> struct Ending<Snapshot<End, Items...>> {
    static constexpr int marker = static_cast<int>(End::info.id);
    static constexpr bool by_itself = true;
};
template <class End, class... Items> struct Ending<ImageThenStream<End, Items...>> {
    static constexpr int marker = static_cast<int>(End::info.id);
    static constexpr bool by_itself = true;
};
template <class... Items> struct Ending<UntilDone<Items...>> {
    static constexpr int marker = 0;
    static constexpr bool by_itself = true;
};

template <class... Rs> struct Faces {
    static constexpr auto all = std::array{AnyRequest{
        static_cast<int>(Rs::info.id), &Face<Rs>::prepare, &Face<Rs>::completes,
        Ending<typename Rs::answer>::marker, !Ending<typename Rs::answer>::by_itself}...};
};

}  // namespace

const AnyRequest* find_any_request(int id)
{
    for (const auto& one : AllRequests<Faces>::all)
        if (one.id == id) return &one;
    return nullptr;
}

}  // namespace trademind::test
