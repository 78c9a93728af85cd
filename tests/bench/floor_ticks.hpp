// Ticks, bars and account values by hand.
#pragma once

#include "bench/floor.hpp"

#include <trademind/brokers/ibkr/messages/account.hpp>
#include <trademind/brokers/ibkr/messages/history.hpp>
#include <trademind/brokers/ibkr/messages/market_data.hpp>

namespace trademind::ibkr::wire::floor {

/// A number, unless it is the mark for "not computed".
inline std::optional<double> known(std::optional<double> x, double unset)
{
    return x == unset ? std::nullopt : x;
}

template <> struct ByHand<TickPrice> {
    static bool read(TextIn& in, TickPrice& m)
    {
        in.integer();
        m.request_id = in.integer();
        m.tick_type = in.integer();
        m.price = in.real();
        m.size = in.quantity();
        m.attribute_mask = in.integer();
        return in.good;
    }
    static void write(TextOut& out, const TickPrice& m)
    {
        out.integer(6);
        out.integer(m.request_id);
        out.integer(m.tick_type);
        out.real(m.price);
        out.quantity(m.size);
        out.integer(m.attribute_mask);
    }
    static bool read(protozero::pbf_reader& r, TickPrice& m)
    {
        bool good = true;
        while (r.next()) switch (r.tag()) {
            case 1: m.request_id = r.get_int32(); break;
            case 2: m.tick_type = r.get_int32(); break;
            case 3: m.price = real(r, good); break;
            case 4: m.size = quantity(r, good); break;
            case 5: m.attribute_mask = r.get_int32(); break;
            default: r.skip();
            }
        return good;
    }
    static void write(ProtoOut& out, const TickPrice& m)
    {
        out.integer(1, m.request_id);
        out.integer(2, m.tick_type);
        out.real(3, m.price);
        out.quantity(4, m.size);
        out.integer(5, m.attribute_mask);
    }
};

template <> struct ByHand<TickSize> {
    static bool read(TextIn& in, TickSize& m)
    {
        in.integer();
        m.request_id = in.integer();
        m.tick_type = in.integer();
        m.size = in.quantity();
        return in.good;
    }
    static void write(TextOut& out, const TickSize& m)
    {
        out.integer(6);
        out.integer(m.request_id);
        out.integer(m.tick_type);
        out.quantity(m.size);
    }
    static bool read(protozero::pbf_reader& r, TickSize& m)
    {
        bool good = true;
        while (r.next()) switch (r.tag()) {
            case 1: m.request_id = r.get_int32(); break;
            case 2: m.tick_type = r.get_int32(); break;
            case 3: m.size = quantity(r, good); break;
            default: r.skip();
            }
        return good;
    }
    static void write(ProtoOut& out, const TickSize& m)
    {
        out.integer(1, m.request_id);
        out.integer(2, m.tick_type);
        out.quantity(3, m.size);
    }
};

template <> struct ByHand<TickString> {
    static bool read(TextIn& in, TickString& m)
    {
        in.integer();
        m.request_id = in.integer();
        m.tick_type = in.integer();
        m.value = in.text();
        return in.good;
    }
    static void write(TextOut& out, const TickString& m)
    {
        out.integer(6);
        out.integer(m.request_id);
        out.integer(m.tick_type);
        out.text(m.value);
    }
    static bool read(protozero::pbf_reader& r, TickString& m)
    {
        bool good = true;
        while (r.next()) switch (r.tag()) {
            case 1: m.request_id = r.get_int32(); break;
            case 2: m.tick_type = r.get_int32(); break;
            case 3: m.value = utf8(r, good); break;
            default: r.skip();
            }
        return good;
    }
    static void write(ProtoOut& out, const TickString& m)
    {
        out.integer(1, m.request_id);
        out.integer(2, m.tick_type);
        out.text(3, m.value);
    }
};

template <> struct ByHand<TickGeneric> {
    static bool read(TextIn& in, TickGeneric& m)
    {
        in.integer();
        m.request_id = in.integer();
        m.tick_type = in.integer();
        m.value = in.real();
        return in.good;
    }
    static void write(TextOut& out, const TickGeneric& m)
    {
        out.integer(6);
        out.integer(m.request_id);
        out.integer(m.tick_type);
        out.real(m.value);
    }
    static bool read(protozero::pbf_reader& r, TickGeneric& m)
    {
        bool good = true;
        while (r.next()) switch (r.tag()) {
            case 1: m.request_id = r.get_int32(); break;
            case 2: m.tick_type = r.get_int32(); break;
            case 3: m.value = real(r, good); break;
            default: r.skip();
            }
        return good;
    }
    static void write(ProtoOut& out, const TickGeneric& m)
    {
        out.integer(1, m.request_id);
        out.integer(2, m.tick_type);
        out.real(3, m.value);
    }
};

template <> struct ByHand<TickOptionComputation> {
    static bool read(TextIn& in, TickOptionComputation& m)
    {
        m.request_id = in.integer();
        m.tick_type = in.integer();
        m.tick_attribute = in.integer();
        m.implied_volatility = known(in.real(), -1);
        m.delta = known(in.real(), -2);
        m.option_price = known(in.real(), -1);
        m.dividend_present_value = known(in.real(), -1);
        m.gamma = known(in.real(), -2);
        m.vega = known(in.real(), -2);
        m.theta = known(in.real(), -2);
        m.underlying_price = known(in.real(), -1);
        return in.good;
    }
    static void write(TextOut& out, const TickOptionComputation& m)
    {
        out.integer(m.request_id);
        out.integer(m.tick_type);
        out.integer(m.tick_attribute);
        out.real(m.implied_volatility.value_or(-1));
        out.real(m.delta.value_or(-2));
        out.real(m.option_price.value_or(-1));
        out.real(m.dividend_present_value.value_or(-1));
        out.real(m.gamma.value_or(-2));
        out.real(m.vega.value_or(-2));
        out.real(m.theta.value_or(-2));
        out.real(m.underlying_price.value_or(-1));
    }
    static bool read(protozero::pbf_reader& r, TickOptionComputation& m)
    {
        bool good = true;
        while (r.next()) switch (r.tag()) {
            case 1: m.request_id = r.get_int32(); break;
            case 2: m.tick_type = r.get_int32(); break;
            case 3: m.tick_attribute = r.get_int32(); break;
            case 4: m.implied_volatility = real(r, good); break;
            case 5: m.delta = real(r, good); break;
            case 6: m.option_price = real(r, good); break;
            case 7: m.dividend_present_value = real(r, good); break;
            case 8: m.gamma = real(r, good); break;
            case 9: m.vega = real(r, good); break;
            case 10: m.theta = real(r, good); break;
            case 11: m.underlying_price = real(r, good); break;
            default: r.skip();
            }
        return good;
    }
    static void write(ProtoOut& out, const TickOptionComputation& m)
    {
        out.integer(1, m.request_id);
        out.integer(2, m.tick_type);
        out.integer(3, m.tick_attribute);
        out.real(4, m.implied_volatility);
        out.real(5, m.delta);
        out.real(6, m.option_price);
        out.real(7, m.dividend_present_value);
        out.real(8, m.gamma);
        out.real(9, m.vega);
        out.real(10, m.theta);
        out.real(11, m.underlying_price);
    }
};

template <> struct ByHand<RealTimeBar> {
    static bool read(TextIn& in, RealTimeBar& m)
    {
        in.integer();
        m.request_id = in.integer();
        m.time = in.wide();
        m.open = in.real();
        m.high = in.real();
        m.low = in.real();
        m.close = in.real();
        m.volume = in.quantity();
        m.wap = in.quantity();
        m.count = in.integer();
        return in.good;
    }
    static void write(TextOut& out, const RealTimeBar& m)
    {
        out.integer(3);
        out.integer(m.request_id);
        out.integer(m.time);
        out.real(m.open);
        out.real(m.high);
        out.real(m.low);
        out.real(m.close);
        out.quantity(m.volume);
        out.quantity(m.wap);
        out.integer(m.count);
    }
    static bool read(protozero::pbf_reader& r, RealTimeBar& m)
    {
        bool good = true;
        while (r.next()) switch (r.tag()) {
            case 1: m.request_id = r.get_int32(); break;
            case 2: m.time = r.get_int64(); break;
            case 3: m.open = real(r, good); break;
            case 4: m.high = real(r, good); break;
            case 5: m.low = real(r, good); break;
            case 6: m.close = real(r, good); break;
            case 7: m.volume = quantity(r, good); break;
            case 8: m.wap = quantity(r, good); break;
            case 9: m.count = r.get_int32(); break;
            default: r.skip();
            }
        return good;
    }
    static void write(ProtoOut& out, const RealTimeBar& m)
    {
        out.integer(1, m.request_id);
        out.wide(2, m.time);
        out.real(3, m.open);
        out.real(4, m.high);
        out.real(5, m.low);
        out.real(6, m.close);
        out.quantity(7, m.volume);
        out.quantity(8, m.wap);
        out.integer(9, m.count);
    }
};

template <> struct ByHand<AccountValue> {
    static bool read(TextIn& in, AccountValue& m)
    {
        in.integer();
        m.key = in.text();
        m.value = in.text();
        m.currency = in.text();
        m.account = in.text();
        return in.good;
    }
    static void write(TextOut& out, const AccountValue& m)
    {
        out.integer(2);
        out.text(m.key);
        out.text(m.value);
        out.text(m.currency);
        out.text(m.account);
    }
    static bool read(protozero::pbf_reader& r, AccountValue& m)
    {
        bool good = true;
        while (r.next()) switch (r.tag()) {
            case 1: m.key = utf8(r, good); break;
            case 2: m.value = utf8(r, good); break;
            case 3: m.currency = utf8(r, good); break;
            case 4: m.account = utf8(r, good); break;
            default: r.skip();
            }
        return good;
    }
    static void write(ProtoOut& out, const AccountValue& m)
    {
        out.text(1, m.key);
        out.text(2, m.value);
        out.text(3, m.currency);
        out.text(4, m.account);
    }
};

template <> struct ByHand<PnL> {
    static bool read(TextIn& in, PnL& m)
    {
        m.request_id = in.integer();
        m.daily_pnl = in.real();
        m.unrealized_pnl = in.real();
        m.realized_pnl = in.real();
        return in.good;
    }
    static void write(TextOut& out, const PnL& m)
    {
        out.integer(m.request_id);
        out.real(m.daily_pnl);
        out.real(m.unrealized_pnl);
        out.real(m.realized_pnl);
    }
    static bool read(protozero::pbf_reader& r, PnL& m)
    {
        bool good = true;
        while (r.next()) switch (r.tag()) {
            case 1: m.request_id = r.get_int32(); break;
            case 2: m.daily_pnl = real(r, good); break;
            case 3: m.unrealized_pnl = real(r, good); break;
            case 4: m.realized_pnl = real(r, good); break;
            default: r.skip();
            }
        return good;
    }
    static void write(ProtoOut& out, const PnL& m)
    {
        out.integer(1, m.request_id);
        out.real(2, m.daily_pnl);
        out.real(3, m.unrealized_pnl);
        out.real(4, m.realized_pnl);
    }
};

}  // namespace trademind::ibkr::wire::floor
