// Requests about accounts, positions, profit and loss.
#pragma once

#include <trademind/brokers/ibkr/messages/account.hpp>

namespace trademind::ibkr {

/// Values and portfolio of one account at a time; `subscribe` false ends it.
struct AccountDataRequest : ByType {
    static constexpr RequestInfo info{Request::account_data, "AccountDataRequest",
                                      Version::protobuf_accounts_positions, 2};
    using answer = ImageThenStream<AccountDataEnd, AccountValue, PortfolioValue, AccountUpdateTime>;
    bool subscribe{};
    std::string_view account;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("subscribe", 1, m.subscribe);
        v("acctCode", 2, m.account);
    }
};

struct CancelPositions : Unanswered, NoFields {
    static constexpr RequestInfo info{Request::cancel_positions, "CancelPositions",
                                      Version::protobuf_accounts_positions, 1};
};

/// Positions of all accounts, and their changes.
struct PositionsRequest : ByType, NoFields {
    static constexpr RequestInfo info{Request::positions, "PositionsRequest",
                                      Version::protobuf_accounts_positions, 1};
    using answer = ImageThenStream<PositionEnd, Position>;
    using cancel = CancelPositions;
};

struct CancelAccountSummary : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_account_summary, "CancelAccountSummary",
                                      Version::protobuf_accounts_positions, 1};
};

/// Chosen values of all accounts or of a group; tags separated by commas, or $LEDGER:ALL.
struct AccountSummaryRequest : ById {
    static constexpr RequestInfo info{Request::account_summary, "AccountSummaryRequest",
                                      Version::protobuf_accounts_positions, 1};
    using answer = ImageThenStream<AccountSummaryEnd, AccountSummary>;
    using cancel = CancelAccountSummary;
    std::string_view group, tags;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("group", 2, m.group);
        v("tags", 3, m.tags);
    }
};

struct CancelPositionsMulti : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_positions_multi, "CancelPositionsMulti",
                                      Version::protobuf_accounts_positions, 1};
};

struct PositionsMultiRequest : ById {
    static constexpr RequestInfo info{Request::positions_multi, "PositionsMultiRequest",
                                      Version::protobuf_accounts_positions, 1};
    using answer = ImageThenStream<PositionMultiEnd, PositionMulti>;
    using cancel = CancelPositionsMulti;
    std::string_view account, model_code;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("account", 2, m.account);
        v("modelCode", 3, m.model_code);
    }
};

struct CancelAccountUpdatesMulti : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_account_updates_multi,
                                      "CancelAccountUpdatesMulti",
                                      Version::protobuf_accounts_positions, 1};
};

struct AccountUpdatesMultiRequest : ById {
    static constexpr RequestInfo info{Request::account_updates_multi, "AccountUpdatesMultiRequest",
                                      Version::protobuf_accounts_positions, 1};
    using answer = ImageThenStream<AccountUpdateMultiEnd, AccountUpdateMulti>;
    using cancel = CancelAccountUpdatesMulti;
    std::string_view account, model_code;
    bool ledger_and_net_liquidation{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("account", 2, m.account);
        v("modelCode", 3, m.model_code);
        v("ledgerAndNLV", 4, m.ledger_and_net_liquidation);
    }
};

struct CancelPnL : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_pnl, "CancelPnL", Version::protobuf_scanner};
};

struct PnLRequest : ById {
    static constexpr RequestInfo info{Request::pnl, "PnLRequest", Version::protobuf_scanner};
    using answer = Stream<PnL>;
    using cancel = CancelPnL;
    std::string_view account, model_code;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("account", 2, m.account);
        v("modelCode", 3, m.model_code);
    }
};

struct CancelPnLSingle : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_pnl_single, "CancelPnLSingle",
                                      Version::protobuf_scanner};
};

struct PnLSingleRequest : ById {
    static constexpr RequestInfo info{Request::pnl_single, "PnLSingleRequest",
                                      Version::protobuf_scanner};
    using answer = Stream<PnLSingle>;
    using cancel = CancelPnLSingle;
    std::string_view account, model_code;
    int con_id{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("account", 2, m.account);
        v("modelCode", 3, m.model_code);
        v("conId", 4, m.con_id);
    }
};

}  // namespace trademind::ibkr
