// Order status, depth and tick by tick by hand.
#pragma once

#include "bench/floor.hpp"

#include <trademind/brokers/ibkr/messages/market_depth.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/ticks.hpp>

namespace trademind::ibkr::wire::floor {

template <> struct ByHand<OrderStatus> {
    static bool read(TextIn& in, OrderStatus& m)
    {
        m.order_id = in.integer();
        m.status = in.text();
        m.filled = in.quantity();
        m.remaining = in.quantity();
        m.average_fill_price = in.real();
        m.perm_id = in.wide();
        m.parent_id = in.integer();
        m.last_fill_price = in.real();
        m.client_id = in.integer();
        m.why_held = in.text();
        m.market_cap_price = in.real();
        return in.good;
    }
    static void write(TextOut& out, const OrderStatus& m)
    {
        out.integer(m.order_id);
        out.text(m.status);
        out.quantity(m.filled);
        out.quantity(m.remaining);
        out.real(m.average_fill_price);
        out.integer(m.perm_id.value_or(0));
        out.integer(m.parent_id.value_or(0));
        out.real(m.last_fill_price);
        out.integer(m.client_id.value_or(0));
        out.text(m.why_held);
        out.real(m.market_cap_price);
    }
    static bool read(protozero::pbf_reader& r, OrderStatus& m)
    {
        bool good = true;
        while (r.next()) switch (r.tag()) {
            case 1: m.order_id = r.get_int32(); break;
            case 2: m.status = utf8(r, good); break;
            case 3: m.filled = quantity(r, good); break;
            case 4: m.remaining = quantity(r, good); break;
            case 5: m.average_fill_price = real(r, good); break;
            case 6: m.perm_id = r.get_int64(); break;
            case 7: m.parent_id = r.get_int32(); break;
            case 8: m.last_fill_price = real(r, good); break;
            case 9: m.client_id = r.get_int32(); break;
            case 10: m.why_held = utf8(r, good); break;
            case 11: m.market_cap_price = real(r, good); break;
            default: r.skip();
            }
        return good;
    }
    static void write(ProtoOut& out, const OrderStatus& m)
    {
        out.integer(1, m.order_id);
        out.text(2, m.status);
        out.quantity(3, m.filled);
        out.quantity(4, m.remaining);
        out.real(5, m.average_fill_price);
        out.wide(6, m.perm_id.value_or(0));
        out.integer(7, m.parent_id.value_or(0));
        out.real(8, m.last_fill_price);
        out.integer(9, m.client_id.value_or(0));
        out.text(10, m.why_held);
        out.real(11, m.market_cap_price);
    }
};

template <class M> struct DepthByHand {
    static constexpr bool second = std::is_same_v<M, MarketDepthL2>;
    static bool read(TextIn& in, M& m)
    {
        in.integer();
        m.request_id = in.integer();
        m.row.position = in.integer();
        if (second) m.row.market_maker = in.text();
        m.row.operation = in.integer();
        m.row.side = in.integer();
        m.row.price = in.real();
        m.row.size = in.quantity();
        if (second) m.row.is_smart_depth = in.integer() > 0;
        return in.good;
    }
    static void write(TextOut& out, const M& m)
    {
        out.integer(1);
        out.integer(m.request_id);
        out.integer(m.row.position);
        if (second) out.text(m.row.market_maker);
        out.integer(m.row.operation);
        out.integer(m.row.side);
        out.real(m.row.price);
        out.quantity(m.row.size);
        if (second) out.integer(m.row.is_smart_depth ? 1 : 0);
    }
    static bool read(protozero::pbf_reader& r, M& m)
    {
        bool good = true, seen = false;
        while (r.next()) {
            if (r.tag() == 1) {
                m.request_id = r.get_int32();
            } else if (r.tag() == 2) {
                seen = true;
                auto row = r.get_message();
                while (row.next()) switch (row.tag()) {
                    case 1: m.row.position = row.get_int32(); break;
                    case 2: m.row.operation = row.get_int32(); break;
                    case 3: m.row.side = row.get_int32(); break;
                    case 4: m.row.price = real(row, good); break;
                    case 5: m.row.size = quantity(row, good); break;
                    case 6: m.row.market_maker = utf8(row, good); break;
                    case 7: m.row.is_smart_depth = row.get_bool(); break;
                    default: row.skip();
                    }
            } else {
                r.skip();
            }
        }
        return good && seen;
    }
    static void write(ProtoOut& out, const M& m)
    {
        out.integer(1, m.request_id);
        ProtoOut row{protozero::pbf_writer{out.w, 2}};
        row.integer(1, m.row.position);
        row.integer(2, m.row.operation);
        row.integer(3, m.row.side);
        row.real(4, m.row.price);
        row.quantity(5, m.row.size);
        row.text(6, m.row.market_maker);
        if (m.row.is_smart_depth) row.w.add_bool(7, true);
    }
};
template <> struct ByHand<MarketDepth> : DepthByHand<MarketDepth> {};
template <> struct ByHand<MarketDepthL2> : DepthByHand<MarketDepthL2> {};

/// Last and AllLast only.
template <> struct ByHand<TickByTick> {
    static bool read(TextIn& in, TickByTick& m)
    {
        m.request_id = in.integer();
        m.tick_type = static_cast<TickByTick::Type>(in.integer());
        auto& t = m.last.emplace();
        t.time = in.wide();
        t.price = in.real();
        t.size = in.quantity();
        int mask = in.integer();
        t.attributes = {(mask & 1) != 0, (mask & 2) != 0};
        t.exchange = in.text();
        t.special_conditions = in.text();
        return in.good;
    }
    static void write(TextOut& out, const TickByTick& m)
    {
        out.integer(m.request_id);
        out.integer(static_cast<int>(m.tick_type));
        out.integer(m.last->time);
        out.real(m.last->price);
        out.quantity(m.last->size);
        out.integer((m.last->attributes.past_limit ? 1 : 0) +
                    (m.last->attributes.unreported ? 2 : 0));
        out.text(m.last->exchange);
        out.text(m.last->special_conditions);
    }
    static bool read(protozero::pbf_reader& r, TickByTick& m)
    {
        bool good = true;
        while (r.next()) switch (r.tag()) {
            case 1: m.request_id = r.get_int32(); break;
            case 2: m.tick_type = static_cast<TickByTick::Type>(r.get_int32()); break;
            case 3: read_last(r.get_message(), m.last.emplace(), good); break;
            default: r.skip();
            }
        return good;
    }
    static void write(ProtoOut& out, const TickByTick& m)
    {
        out.integer(1, m.request_id);
        out.integer(2, static_cast<int>(m.tick_type));
        ProtoOut t{protozero::pbf_writer{out.w, 3}};
        t.wide(1, m.last->time);
        {
            auto before = protozero::pbf_writer{t.w, 2};
            if (m.last->attributes.past_limit) before.add_bool(1, true);
            if (m.last->attributes.unreported) before.add_bool(2, true);
        }
        t.real(3, m.last->price);
        t.quantity(4, m.last->size);
        t.text(5, m.last->exchange);
        t.text(6, m.last->special_conditions);
    }

private:
    static void read_last(protozero::pbf_reader r, HistoricalTickLast& t, bool& good)
    {
        while (r.next()) switch (r.tag()) {
            case 1: t.time = r.get_int64(); break;
            case 2: {
                auto a = r.get_message();
                while (a.next())
                    (a.tag() == 1 ? t.attributes.past_limit : t.attributes.unreported) =
                        a.get_bool();
                break;
            }
            case 3: t.price = real(r, good); break;
            case 4: t.size = quantity(r, good); break;
            case 5: t.exchange = utf8(r, good); break;
            case 6: t.special_conditions = utf8(r, good); break;
            default: r.skip();
            }
    }
};

}  // namespace trademind::ibkr::wire::floor
