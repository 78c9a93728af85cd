// Scenarios of real programs, run by a TWS client that is not ours: node scenarios.cjs PORT [NAME...]
// Prints one line a scenario; exit status 0: all passed. A complaint of the client about surplus fields fails.
"use strict";
const { IBApi, EventName, OrderAction, OrderType, SecType, TimeInForce } = require("@stoqey/ib");

const port = Number(process.argv[2] || 4002);
const wanted = process.argv.slice(3);
const surplus = [];
for (const name of ["warn", "error", "log"]) {
    const plain = console[name].bind(console);
    console[name] = (...words) => {
        if (/unprocessed|data left/i.test(words.join(" "))) surplus.push(words.join(" "));
        else plain(...words);
    };
}

const aapl = { symbol: "AAPL", secType: SecType.STK, exchange: "SMART", currency: "USD" };
const scenarios = {};

/** One connection, its events, and waiting for them. */
class Client {
    constructor(clientId) {
        this.clientId = clientId;
        this.events = [];
        this.waiting = [];
        this.ib = new IBApi({ host: "127.0.0.1", port, clientId });
        for (const name of Object.values(EventName))
            this.ib.on(name, (...args) => this.take(name, args));
    }
    take(name, args) {
        if (["all", "received", "sent", "result"].includes(name)) return;
        const event = { name, args };
        this.events.push(event);
        for (const wait of [...this.waiting]) wait(event);
    }
    /** The next event, or one that came already, that `fits`; an error after `seconds`. */
    until(name, fits = () => true, seconds = 12) {
        const known = this.events.find((e) => e.name === name && fits(...e.args));
        if (known) return Promise.resolve(known.args);
        return this.next(name, fits, seconds);
    }
    next(name, fits = () => true, seconds = 12) {
        return new Promise((resolve, reject) => {
            const stop = () => (this.waiting = this.waiting.filter((w) => w !== wait));
            const timer = setTimeout(() => {
                stop();
                reject(new Error(`no ${name} within ${seconds} s`));
            }, seconds * 1000);
            const wait = (event) => {
                if (event.name !== name || !fits(...event.args)) return;
                clearTimeout(timer);
                stop();
                resolve(event.args);
            };
            this.waiting.push(wait);
        });
    }
    all(name) {
        return this.events.filter((e) => e.name === name).map((e) => e.args);
    }
    async connect() {
        const ready = this.until(EventName.nextValidId);
        this.ib.connect();
        this.id = (await ready)[0];
        return this;
    }
    close() {
        this.ib.disconnect();
    }
    order(more) {
        return Object.assign(
            { action: OrderAction.BUY, totalQuantity: 10, orderType: OrderType.MKT, tif: TimeInForce.DAY, transmit: true },
            more
        );
    }
    place(order, contract = aapl) {
        const id = this.id++;
        this.ib.placeOrder(id, contract, this.order(order));
        return id;
    }
    status(id, ...names) {
        return this.until(EventName.orderStatus, (orderId, status) => orderId === id && names.includes(status));
    }
    failure(id, seconds = 12) {
        return this.until(EventName.error, (error, code, reqId) => reqId === id, seconds);
    }
}

function must(condition, what) {
    if (!condition) throw new Error(what);
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function priceOf(client, type = 1) {
    const reqId = 9000 + Math.floor(Math.random() * 900);
    client.ib.reqMktData(reqId, aapl, "", true, false);
    const tick = await client.until(EventName.tickPrice, (id, field, price) => id === reqId && field === type && price > 0);
    await client.until(EventName.tickSnapshotEnd, (id) => id === reqId);
    return tick[2];
}

scenarios.connect_ready = async (c) => {
    must(c.id > 0, "next order id");
    await c.until(EventName.managedAccounts, (list) => list.length > 0);
};
scenarios.farm_status = async (c) => {
    await c.until(EventName.info, (text, code) => [2104, 2106, 2158].includes(code));
};
scenarios.server_time = async (c) => {
    c.ib.reqCurrentTime();
    const first = (await c.next(EventName.currentTime))[0];
    c.ib.reqCurrentTime();
    must((await c.next(EventName.currentTime))[0] >= first, "time goes back");
};
scenarios.managed_accounts = async (c) => {
    c.ib.reqManagedAccts();
    must((await c.next(EventName.managedAccounts))[0].startsWith("DU"), "account");
};
scenarios.qualify_contract_aapl = async (c) => {
    c.ib.reqContractDetails(11, aapl);
    const [, d] = await c.until(EventName.contractDetails, (id) => id === 11);
    await c.until(EventName.contractDetailsEnd, (id) => id === 11);
    must(c.all(EventName.contractDetails).filter((a) => a[0] === 11).length === 1, "exactly one");
    must(d.contract.conId === 265598, "conId");
    must(d.contract.primaryExch === "NASDAQ", "primary exchange: " + d.contract.primaryExch);
    must(d.contract.tradingClass && d.contract.localSymbol, "class and local symbol");
    must(d.minTick > 0 && d.longName && d.validExchanges.includes("SMART"), "tick, name, exchanges");
    must(d.orderTypes.split(",").includes("LMT"), "order types");
    must(d.timeZoneId && d.tradingHours && d.liquidHours && d.marketRuleIds, "hours and rules");
    must(d.sizeIncrement > 0, "size increment");
    c.ib.reqContractDetails(12, { conId: 265598 });
    const [, again] = await c.until(EventName.contractDetails, (id) => id === 12);
    must(again.contract.symbol === "AAPL", "by conId alone");
};
scenarios.unknown_contract_error_200 = async (c) => {
    c.ib.reqContractDetails(13, { ...aapl, symbol: "NOSUCHTHING" });
    must((await c.failure(13))[1] === 200, "code 200");
};
scenarios.symbol_search = async (c) => {
    c.ib.reqMatchingSymbols(14, "AAPL");
    const [, samples] = await c.until(EventName.symbolSamples, (id) => id === 14);
    must(samples.some((s) => s.contract.conId === 265598), "AAPL is found");
};
scenarios.market_rule = async (c) => {
    c.ib.reqMarketRule(26);
    const [, steps] = await c.until(EventName.marketRule, (id) => id === 26);
    must(steps.length > 0 && steps.every((s) => s.increment > 0), "increments");
};
scenarios.snapshot_quote = async (c) => {
    must((await priceOf(c, 1)) > 0, "bid");
};
scenarios.streaming_quote_cancel = async (c) => {
    c.ib.reqMktData(21, aapl, "", false, false);
    await c.until(EventName.marketDataType, (id) => id === 21);
    await c.until(EventName.tickReqParams, (id) => id === 21);
    for (const field of [1, 2, 4]) await c.until(EventName.tickPrice, (id, f, p) => id === 21 && f === field && p > 0);
    await c.until(EventName.tickSize, (id, f) => id === 21 && f === 8);
    await c.until(EventName.tickPrice, (id, f, p) => id === 21 && f === 9 && p > 0);
    await c.next(EventName.tickPrice, (id) => id === 21);
    c.ib.cancelMktData(21);
    await pause(300);
    const before = c.events.length;
    await pause(700);
    must(!c.events.slice(before).some((e) => e.args[0] === 21), "silent after cancel");
};
scenarios.delayed_market_data = async (c) => {
    c.ib.reqMarketDataType(3);
    c.ib.reqMktData(22, aapl, "", false, false);
    await c.until(EventName.marketDataType, (id, type) => id === 22 && (type === 3 || type === 4));
    await c.until(EventName.tickPrice, (id, f, p) => id === 22 && [66, 67, 68].includes(f) && p > 0);
    c.ib.cancelMktData(22);
    c.ib.reqMarketDataType(1);
};
function barsOf(c, reqId) {
    return c.all(EventName.historicalData).filter((a) => a[0] === reqId && !String(a[1]).startsWith("finished"));
}
async function history(c, reqId, duration, size, format, keep = false) {
    c.ib.reqHistoricalData(reqId, aapl, "", duration, size, "TRADES", 1, format, keep);
    await c.until(EventName.historicalData, (id, time) => id === reqId && String(time).startsWith("finished"), 20);
    return barsOf(c, reqId);
}
scenarios.historical_bars_1d_1min = async (c) => {
    const bars = await history(c, 31, "1 D", "1 min", 1);
    must(bars.length > 100, "more than 100 bars, " + bars.length);
    must(/^\d{8} \d\d:\d\d:\d\d \S+$/.test(bars[0][1]), "time " + bars[0][1]);
    for (const [, , open, high, low, close] of bars)
        must(low <= Math.min(open, close) && high >= Math.max(open, close) && low > 0, "sane bar");
    const seconds = await history(c, 32, "1 D", "1 min", 2);
    must(/^\d{9,}$/.test(String(seconds[0][1])), "epoch " + seconds[0][1]);
    must(seconds[5][2] === bars[5][2], "the same bars");
    for (let n = 1; n < seconds.length; n++) must(Number(seconds[n][1]) > Number(seconds[n - 1][1]), "increasing");
    const days = await history(c, 33, "1 M", "1 day", 1);
    must(days.length >= 11 && days.length <= 31, "days: " + days.length);
    must(/^\d{8}$/.test(days[0][1]), "a date: " + days[0][1]);
};
scenarios.historical_keep_up_to_date = async (c) => {
    await history(c, 34, "1 D", "1 min", 2, true);
    for (let n = 0; n < 2; n++) await c.next(EventName.historicalDataUpdate, (id) => id === 34, 20);
    c.ib.cancelHistoricalData(34);
};
scenarios.head_timestamp = async (c) => {
    c.ib.reqHeadTimestamp(35, aapl, "TRADES", true, 1);
    const [, text] = await c.until(EventName.headTimestamp, (id) => id === 35);
    must(/^\d{8}[- ]\d\d:\d\d:\d\d/.test(text), text);
    c.ib.reqHeadTimestamp(36, aapl, "TRADES", true, 2);
    must(/^\d+$/.test((await c.until(EventName.headTimestamp, (id) => id === 36))[1]), "digits");
};
scenarios.real_time_bars = async (c) => {
    c.ib.reqRealTimeBars(37, aapl, 5, "TRADES", false);
    const first = await c.next(EventName.realtimeBar, (id) => id === 37, 20);
    const second = await c.next(EventName.realtimeBar, (id) => id === 37, 20);
    must(first[1] % 5 === 0 && second[1] - first[1] === 5, "five seconds apart");
    c.ib.cancelRealTimeBars(37);
};
scenarios.tick_by_tick_last = async (c) => {
    c.ib.reqTickByTickData(41, aapl, "Last", 0, false);
    for (let n = 0; n < 3; n++) await c.next(EventName.tickByTickAllLast, (id) => id === 41, 20);
    c.ib.cancelTickByTickData(41);
};
scenarios.tick_by_tick_bidask = async (c) => {
    c.ib.reqTickByTickData(42, aapl, "BidAsk", 0, false);
    for (let n = 0; n < 3; n++) await c.next(EventName.tickByTickBidAsk, (id) => id === 42, 20);
    c.ib.cancelTickByTickData(42);
};
scenarios.market_depth = async (c) => {
    c.ib.reqMktDepth(43, aapl, 3, true);
    const book = [new Map(), new Map()];
    for (let side = 0; side < 2; side++)
        for (let row = 0; row < 3; row++) {
            const level = await c.until(
                EventName.updateMktDepthL2,
                (id, position, maker, operation, s) => id === 43 && position === row && s === side
            );
            book[side].set(row, level[5]);
        }
    must(book[1].get(0) > book[1].get(1) && book[0].get(0) < book[0].get(1), "sorted");
    must(book[1].get(0) < book[0].get(0), "not crossed");
    c.ib.cancelMktDepth(43, true);
};
scenarios.option_chain_params = async (c) => {
    c.ib.reqSecDefOptParams(44, "AAPL", "", SecType.STK, 265598);
    const [, exchange, under, cls, multiplier, expirations, strikes] = await c.until(
        EventName.securityDefinitionOptionParameter,
        (id) => id === 44
    );
    must(exchange && cls && multiplier == 100 && under === 265598, "chain");
    must(expirations.length > 0 && strikes.length > 0, "expirations and strikes");
    await c.until(EventName.securityDefinitionOptionParameterEnd, (id) => id === 44);
};
scenarios.scanner = async (c) => {
    c.ib.reqScannerSubscription(45, { numberOfRows: 5, instrument: "STK", locationCode: "STK.US.MAJOR", scanCode: "MOST_ACTIVE" });
    await c.until(EventName.scannerDataEnd, (id) => id === 45);
    const rows = c.all(EventName.scannerData).filter((a) => a[0] === 45);
    must(rows.length === 5, "five rows");
    rows.forEach((row, n) => must(row[1] === n && row[2].contract.conId > 0, "rank and conId"));
    c.ib.cancelScannerSubscription(45);
};
scenarios.scanner_parameters = async (c) => {
    c.ib.reqScannerParameters();
    must((await c.until(EventName.scannerParameters))[0].includes("<ScanParameterResponse"), "xml");
};
scenarios.news_providers = async (c) => {
    c.ib.reqNewsProviders();
    await c.until(EventName.newsProviders);
};
scenarios.req_ids_increasing = async (c) => {
    const id = c.place({ orderType: OrderType.LMT, lmtPrice: 1 });
    await c.status(id, "Submitted");
    c.ib.reqIds();
    must((await c.next(EventName.nextValidId))[0] > id, "above the order's id");
    c.ib.cancelOrder(id);
    await c.status(id, "Cancelled");
};
scenarios.mkt_order_filled = async (c) => {
    const id = c.place({ orderRef: "my ref" });
    const filled = await c.status(id, "Filled");
    must(filled[2] === 10 && filled[3] === 0, "filled 10, remaining 0");
    const [, , open] = await c.until(EventName.openOrder, (orderId) => orderId === id);
    must(open.orderRef === "my ref", "orderRef: " + open.orderRef);
    await pause(500);
    const fills = c.all(EventName.execDetails).filter((a) => a[0] === -1 && a[2].orderId === id);
    must(fills.reduce((sum, f) => sum + f[2].shares, 0) === 10, "executions add up");
    for (const [, , execution] of fills) {
        must(execution.permId === filled[5], "permId");
        const [report] = await c.until(EventName.commissionReport, (r) => r.execId === execution.execId);
        must(report.commission > 0 && report.currency === "USD", "commission");
    }
};
async function position(c) {
    const from = c.events.length;
    c.ib.reqPositions();
    await c.next(EventName.positionEnd);
    const rows = c.events.slice(from).filter((e) => e.name === EventName.position && e.args[1].symbol === "AAPL");
    return rows.length ? rows[rows.length - 1].args[2] : 0;
}
scenarios.positions_match_fills = async (c) => {
    const before = await position(c);
    const moved = c.next(EventName.position, (account, contract, size) => contract.symbol === "AAPL" && size === before + 7);
    const id = c.place({ totalQuantity: 7 });
    await c.status(id, "Filled");
    await moved;
    c.ib.cancelPositions();
    must((await position(c)) === before + 7, "position");
    c.ib.cancelPositions();
};
async function openIds(c) {
    const from = c.events.length;
    c.ib.reqOpenOrders();
    await c.next(EventName.openOrderEnd);
    return c.events.slice(from).filter((e) => e.name === EventName.openOrder).map((e) => e.args[0]);
}
scenarios.lmt_submit_modify_cancel = async (c) => {
    const far = Math.floor((await priceOf(c)) / 2);
    const id = c.place({ orderType: OrderType.LMT, lmtPrice: far });
    await c.status(id, "Submitted");
    must((await openIds(c)).includes(id), "among the open orders");
    const changed = c.next(EventName.openOrder, (orderId, contract, order) => orderId === id && order.lmtPrice === far - 1);
    c.ib.placeOrder(id, aapl, c.order({ orderType: OrderType.LMT, lmtPrice: far - 1 }));
    await changed;
    c.ib.cancelOrder(id);
    await c.status(id, "Cancelled");
    must((await c.failure(id))[1] === 202, "202");
    must(!(await openIds(c)).includes(id), "gone");
    const again = c.next(EventName.error, (error, code, reqId) => reqId === id);
    c.ib.cancelOrder(id);
    must([10147, 10148, 161].includes((await again)[1]), "a second cancel");
};
scenarios.bracket_order_oco = async (c) => {
    const bid = await priceOf(c);
    const far = Math.floor(bid / 2), high = Math.ceil(bid * 2);
    const parent = c.place({ orderType: OrderType.LMT, lmtPrice: far, transmit: false });
    const profit = c.place({ action: OrderAction.SELL, orderType: OrderType.LMT, lmtPrice: high, parentId: parent, transmit: false });
    const stop = c.place({ action: OrderAction.SELL, orderType: OrderType.STP, auxPrice: far - 5, parentId: parent, transmit: true });
    await c.status(parent, "Submitted", "PreSubmitted");
    await c.status(profit, "PreSubmitted");
    await c.status(stop, "PreSubmitted");
    c.ib.placeOrder(parent, aapl, c.order({ orderType: OrderType.LMT, lmtPrice: high }));
    await c.status(parent, "Filled");
    await c.status(profit, "Submitted");
    c.ib.placeOrder(profit, aapl, c.order({ action: OrderAction.SELL, orderType: OrderType.LMT, lmtPrice: far, parentId: parent }));
    await c.status(profit, "Filled");
    await c.status(stop, "Cancelled");
};
scenarios.stp_order = async (c) => {
    const bid = await priceOf(c);
    const id = c.place({ orderType: OrderType.STP, auxPrice: Math.ceil(bid * 1.5) });
    await c.status(id, "PreSubmitted", "Submitted");
    c.ib.placeOrder(id, aapl, c.order({ orderType: OrderType.STP, auxPrice: Math.floor(bid / 2) }));
    await c.status(id, "Filled");
};
scenarios.whatif_order = async (c) => {
    const id = c.place({ whatIf: true });
    const [, , , state] = await c.until(EventName.openOrder, (orderId) => orderId === id);
    for (const field of ["initMarginChange", "initMarginAfter", "maintMarginChange", "maintMarginAfter", "equityWithLoanAfter"])
        must(Number.isFinite(Number(state[field])) && Math.abs(state[field]) < 1e300, field + ": " + state[field]);
    must(state.commission > 0, "commission " + state.commission);
    must(!(await openIds(c)).includes(id), "no live order");
};
scenarios.reject_bad_order_type = async (c) => {
    const id = c.place({ orderType: "FOO" });
    must((await c.failure(id))[1] > 0, "an error");
    must(!(await openIds(c)).includes(id), "not open");
};
scenarios.reject_zero_quantity = async (c) => {
    const id = c.place({ totalQuantity: 0 });
    must((await c.failure(id))[1] > 0, "an error");
    must(!(await openIds(c)).includes(id), "not open");
};
scenarios.reject_margin_201 = async (c) => {
    const id = c.place({ totalQuantity: 5000000, orderType: OrderType.LMT, lmtPrice: Math.ceil(await priceOf(c, 2)) });
    must((await c.failure(id))[1] === 201, "201");
};
scenarios.fractional_quantity = async (c) => {
    const id = c.place({ totalQuantity: 0.5 });
    must((await c.status(id, "Filled"))[2] === 0.5, "half a share");
};
async function executions(c, reqId, filter) {
    c.ib.reqExecutions(reqId, filter);
    await c.until(EventName.execDetailsEnd, (id) => id === reqId);
    return c.all(EventName.execDetails).filter((a) => a[0] === reqId);
}
scenarios.executions_filter = async (c) => {
    await c.status(c.place({}), "Filled");
    await c.status(c.place({ action: OrderAction.SELL, totalQuantity: 3 }), "Filled");
    must((await executions(c, 51, {})).length >= 2, "all");
    const sold = await executions(c, 52, { symbol: "AAPL", side: "SELL" });
    must(sold.length > 0 && sold.every((a) => a[2].side === "SLD"), "sales");
    must((await executions(c, 53, { symbol: "NOSUCH" })).length === 0, "none of another symbol");
    must((await executions(c, 54, { clientId: c.clientId })).length >= 2, "of this client");
    must((await executions(c, 55, { time: "20990101-00:00:00" })).length === 0, "none tomorrow");
};
scenarios.account_summary = async (c) => {
    c.ib.reqAccountSummary(56, "All", "NetLiquidation,TotalCashValue,BuyingPower");
    await c.until(EventName.accountSummaryEnd, (id) => id === 56);
    for (const tag of ["NetLiquidation", "TotalCashValue", "BuyingPower"])
        await c.until(EventName.accountSummary, (id, account, t, value) => id === 56 && t === tag && Number(value) > 0);
    c.ib.cancelAccountSummary(56);
};
scenarios.account_updates = async (c) => {
    const account = (await c.until(EventName.managedAccounts))[0].split(",")[0];
    c.ib.reqAccountUpdates(true, account);
    await c.next(EventName.accountDownloadEnd);
    for (const key of ["NetLiquidation", "TotalCashValue", "BuyingPower"])
        await c.until(EventName.updateAccountValue, (k, value) => k === key && Number(value) > 0);
    await c.until(EventName.updatePortfolio, (contract, size, price, value) => contract.symbol === "AAPL" && value > 0);
    await c.until(EventName.updateAccountTime);
    c.ib.reqAccountUpdates(false, account);
};
scenarios.pnl_subscription = async (c) => {
    const account = (await c.until(EventName.managedAccounts))[0].split(",")[0];
    c.ib.reqPnL(57, account, "");
    for (let n = 0; n < 2; n++) await c.next(EventName.pnl, (id) => id === 57, 15);
    c.ib.cancelPnL(57);
    c.ib.reqPnLSingle(58, account, "", 265598);
    await c.next(EventName.pnlSingle, (id) => id === 58, 15);
    c.ib.cancelPnLSingle(58);
};
scenarios.duplicate_client_id_326 = async (c) => {
    const second = new Client(c.clientId);
    const refused = second.until(EventName.info, (text, code) => code === 326);
    second.ib.connect();
    await refused;
    second.close();
    must(second.all(EventName.nextValidId).length === 0, "no next id");
    c.ib.reqCurrentTime();
    await c.next(EventName.currentTime);
};
scenarios.all_open_orders_other_client = async (c) => {
    const id = c.place({ orderType: OrderType.LMT, lmtPrice: 1 });
    await c.status(id, "Submitted");
    const other = await new Client(c.clientId + 500).connect();
    try {
        must(!(await openIds(other)).includes(id), "not its own");
        const from = other.events.length;
        other.ib.reqAllOpenOrders();
        await other.next(EventName.openOrderEnd);
        const seen = other.events.slice(from).find((e) => e.name === EventName.openOrder && e.args[2].clientId === c.clientId && e.args[0] === id);
        must(seen && seen.args[2].permId > 0, "the other client's order");
    } finally {
        other.close();
    }
    c.ib.cancelOrder(id);
    await c.status(id, "Cancelled");
};
scenarios.reconnect_keeps_orders = async (c) => {
    const first = await new Client(c.clientId + 600).connect();
    const id = first.place({ orderType: OrderType.LMT, lmtPrice: 1 });
    await first.status(id, "Submitted");
    first.close();
    await pause(500);
    const second = await new Client(c.clientId + 600).connect();
    try {
        must(second.id > id, "next id above it");
        must((await openIds(second)).includes(id), "still open");
        second.ib.cancelOrder(id);
        await second.status(id, "Cancelled");
    } finally {
        second.close();
    }
};
scenarios.burst_200_orders = async (c) => {
    const ids = [];
    for (let n = 0; n < 200; n++) ids.push(c.place({ orderType: OrderType.LMT, lmtPrice: 1, totalQuantity: 1 }));
    const perms = new Set();
    for (const id of ids) perms.add((await c.until(EventName.orderStatus, (o, s) => o === id && s === "Submitted", 60))[5]);
    must(perms.size === 200, "permanent ids");
    const open = new Set(await openIds(c));
    must(ids.every((id) => open.has(id)), "all open");
    c.ib.reqGlobalCancel();
    for (const id of ids) await c.until(EventName.orderStatus, (o, s) => o === id && s === "Cancelled", 30);
    must((await openIds(c)).length === 0, "none open");
};
scenarios.completed_orders = async (c) => {
    const filled = c.place({});
    const permFilled = (await c.status(filled, "Filled"))[5];
    const cancelled = c.place({ orderType: OrderType.LMT, lmtPrice: 1 });
    const permCancelled = (await c.status(cancelled, "Submitted"))[5];
    c.ib.cancelOrder(cancelled);
    await c.status(cancelled, "Cancelled");
    for (const apiOnly of [true, false]) {
        const from = c.events.length;
        c.ib.reqCompletedOrders(apiOnly);
        await c.next(EventName.completedOrdersEnd);
        const rows = c.events.slice(from).filter((e) => e.name === EventName.completedOrder).map((e) => e.args);
        const of = (perm) => rows.find(([, order]) => order.permId === perm);
        must(of(permFilled) && of(permFilled)[2].status === "Filled", "the filled order");
        must(of(permFilled)[2].completedTime && of(permFilled)[2].completedStatus, "time and status");
        must(of(permCancelled) && of(permCancelled)[2].status === "Cancelled", "the cancelled order");
    }
};

async function main() {
    let passed = 0, failed = 0;
    const client = await new Client(77).connect();
    for (const [name, run] of Object.entries(scenarios)) {
        if (wanted.length && !wanted.includes(name)) continue;
        surplus.length = 0;
        const begin = Date.now();
        let trouble = "";
        try {
            await run(client);
        } catch (error) {
            trouble = error.message;
        }
        if (!trouble && surplus.length) trouble = "surplus fields: " + surplus[0];
        trouble ? failed++ : passed++;
        console.log(`${trouble ? "FAILED" : "ok    "} ${name} ${((Date.now() - begin) / 1000).toFixed(1)} s ${trouble}`);
    }
    client.close();
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed ? 1 : 0);
}
process.on("unhandledRejection", (error) => {
    console.log("FAILED unhandled: " + (error && error.stack));
    process.exit(1);
});
main();
