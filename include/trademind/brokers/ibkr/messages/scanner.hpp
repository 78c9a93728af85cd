// Market scanners and fundamental data.
#pragma once

#include <trademind/brokers/ibkr/messages/contract.hpp>

namespace trademind::ibkr {

struct ScannerRow {
    int rank{};
    Contract contract;
    std::string_view market_name;
    std::string_view distance;
    std::string_view benchmark;
    std::string_view projection;
    std::string_view combo_key;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("rank", 1, m.rank);
        v.nested("contract", 2, m.contract, whole);
        v("marketName", 3, m.market_name);
        v("distance", 4, m.distance);
        v("benchmark", 5, m.benchmark);
        v("projection", 6, m.projection);
        v("comboKey", 7, m.combo_key);
    }
};

/// The whole list, again at every refresh.
struct ScannerData : OfRequest {
    static constexpr AnswerInfo info{Answer::scanner_data, "ScannerData", Version::protobuf_scanner,
                                     3};
    std::vector<ScannerRow> rows;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.list("scannerDataElement", 2, m.rows, [](auto& row, auto& w) {
            w.text("rank", row.rank);
            w.text("contract.conId", row.contract.con_id);
            w.text("contract.symbol", row.contract.symbol);
            w.text("contract.secType", row.contract.sec_type);
            w.text("contract.lastTradeDateOrContractMonth",
                   row.contract.last_trade_date_or_contract_month);
            w.text_marked("contract.strike", row.contract.strike);
            w.text("contract.right", row.contract.right);
            w.text("contract.exchange", row.contract.exchange);
            w.text("contract.currency", row.contract.currency);
            w.text("contract.localSymbol", row.contract.local_symbol);
            w.text("marketName", row.market_name);
            w.text("contract.tradingClass", row.contract.trading_class);
            w.text("distance", row.distance);
            w.text("benchmark", row.benchmark);
            w.text("projection", row.projection);
            w.text("comboKey", row.combo_key);
        });
    }
};

/// All that can be scanned for: one or two megabytes of XML.
struct ScannerParameters {
    static constexpr AnswerInfo info{Answer::scanner_parameters, "ScannerParameters",
                                     Version::protobuf_scanner, 1};
    std::string_view xml;

    template <class M, class V> static void describe(M& m, V& v) { v("xml", 1, m.xml); }
};

struct FundamentalData : OfRequest {
    static constexpr AnswerInfo info{Answer::fundamental_data, "FundamentalsData",
                                     Version::protobuf_scanner, 1};
    std::string_view data;

    template <class M, class V> static void describe(M& m, V& v) { v("data", 2, m.data); }
};

/// What to scan for. In text and in protobuf the filter options come before the others.
struct ScannerSubscription {
    std::optional<int> number_of_rows = -1;
    std::string_view instrument;
    std::string_view location_code;
    std::string_view scan_code;
    std::optional<double> above_price;
    std::optional<double> below_price;
    std::optional<int> above_volume;
    std::optional<double> market_cap_above;
    std::optional<double> market_cap_below;
    std::string_view moody_rating_above;
    std::string_view moody_rating_below;
    std::string_view sp_rating_above;
    std::string_view sp_rating_below;
    std::string_view maturity_date_above;
    std::string_view maturity_date_below;
    std::optional<double> coupon_rate_above;
    std::optional<double> coupon_rate_below;
    std::optional<bool> exclude_convertible;
    std::optional<int> average_option_volume_above;
    std::string_view scanner_setting_pairs;
    std::string_view stock_type_filter;
    Tags filter_options;
    Tags options;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.sent("numberOfRows", 1, m.number_of_rows);
        v("instrument", 2, m.instrument);
        v("locationCode", 3, m.location_code);
        v("scanCode", 4, m.scan_code);
        v("abovePrice", 5, m.above_price);
        v("belowPrice", 6, m.below_price);
        v("aboveVolume", 7, m.above_volume);
        v("marketCapAbove", 8, m.market_cap_above);
        v("marketCapBelow", 9, m.market_cap_below);
        v("moodyRatingAbove", 10, m.moody_rating_above);
        v("moodyRatingBelow", 11, m.moody_rating_below);
        v("spRatingAbove", 12, m.sp_rating_above);
        v("spRatingBelow", 13, m.sp_rating_below);
        v("maturityDateAbove", 14, m.maturity_date_above);
        v("maturityDateBelow", 15, m.maturity_date_below);
        v("couponRateAbove", 16, m.coupon_rate_above);
        v("couponRateBelow", 17, m.coupon_rate_below);
        v("excludeConvertible", 18, m.exclude_convertible);
        v("averageOptionVolumeAbove", 19, m.average_option_volume_above);
        v("scannerSettingPairs", 20, m.scanner_setting_pairs);
        v("stockTypeFilter", 21, m.stock_type_filter);
        v.tags("scannerSubscriptionFilterOptions", 22, m.filter_options);
        v.tags("scannerSubscriptionOptions", 23, m.options);
    }
};

struct CancelScannerSubscription : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_scanner_subscription,
                                      "CancelScannerSubscription", Version::protobuf_scanner, 1};
};

/// At most 10 at a time and 50 rows each.
struct ScannerSubscriptionRequest : ById {
    static constexpr RequestInfo info{Request::scanner_subscription, "ScannerSubscriptionRequest",
                                      Version::protobuf_scanner};
    using answer = Stream<ScannerData>;
    using cancel = CancelScannerSubscription;
    ScannerSubscription subscription;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("scannerSubscription", 2, m.subscription, whole);
    }
};

struct ScannerParametersRequest : ByType, NoFields {
    static constexpr RequestInfo info{Request::scanner_parameters, "ScannerParametersRequest",
                                      Version::protobuf_scanner, 1};
    using answer = Once<ScannerParameters>;
};

struct CancelFundamentalData : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_fundamental_data, "CancelFundamentalsData",
                                      Version::protobuf_scanner, 1};
};

/// Newer servers (TWS 10.47) no longer answer.
struct FundamentalDataRequest : ById {
    static constexpr RequestInfo info{Request::fundamental_data, "FundamentalsDataRequest",
                                      Version::protobuf_scanner, 2};
    using answer = Once<FundamentalData>;
    using cancel = CancelFundamentalData;
    Contract contract;
    std::string_view report_type;
    Tags options;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("contract", 2, m.contract, [](auto& c, auto& w) {
            w.text("contract.conId", c.con_id);
            w.text("contract.symbol", c.symbol);
            w.text("contract.secType", c.sec_type);
            w.text("contract.exchange", c.exchange);
            w.text("contract.primaryExch", c.primary_exchange);
            w.text("contract.currency", c.currency);
            w.text("contract.localSymbol", c.local_symbol);
        });
        v("reportType", 3, m.report_type);
        v.tags("fundamentalsDataOptions", 4, m.options);
    }
};

}  // namespace trademind::ibkr
