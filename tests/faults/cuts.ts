import type { Count, Cut, Plans } from '../../scripts/proxy.js';
import type { Verdict } from './oracle.js';
import type { Pair } from './pairs.js';
import {
  endless,
  flush,
  goAll,
  onStage,
  type Stage,
  sendersOf,
  settleAll,
  stopAll,
  until,
  verdictOf,
} from './scenario.js';

export interface CutRun {
  how: Cut;
  of: Count;
  /** Connection after connection is cut at the next of these. */
  offsets: number[];
}

/** Messages go all the time, while connection after connection is cut; then one is let be, and what is missing may come. */
export async function runCuts(pair: Pair, { how, of, offsets }: CutRun): Promise<Verdict> {
  let begun = 0;
  const plans: Plans = (index) => {
    const after = offsets[index - begun];
    return after === undefined ? undefined : { after, of, fault: { kind: 'cut', how } };
  };
  return await onStage(pair, async (stage) => {
    if (stage.sender.setup.pattern === 'PUB') begun = await subscribe(stage);
    stage.proxy.plans = plans;
    await stage.proxy.cutAll('rst');
    goAll(stage, endless);
    await until(`${offsets.length} cuts`, () => stage.proxy.relays.length > begun + offsets.length);
    await stopAll(stage);
    await settleAll(stage);
    return await verdictOf(stage);
  });
}

/** What a PUB sends before somebody has subscribed is owed to nobody. Returns how many connections that took. */
async function subscribe({ sender, receiver, proxy }: Stage): Promise<number> {
  await flush(sender, receiver);
  sender.ledger.owedFrom = receiver.ledger.receipts[0]!.number;
  return proxy.relays.length;
}

/** How many bytes go each way on a connection that follows a broken one, until a few messages are through, or none. */
export async function record(pair: Pair, messages = 3): Promise<Record<Count, number>> {
  return await onStage(
    pair,
    async (stage) => {
      if (stage.sender.setup.pattern === 'PUB') await subscribe(stage);
      goAll(stage, messages);
      await until('the second connection', () => stage.proxy.relays.length === 2);
      await Promise.all(sendersOf(stage).map((sender) => sender.accepted(messages)));
      await settleAll(stage);
      await until('a link without news', async () => await isQuiet(stage));
      return { ...stage.proxy.relays[1]!.bytes };
    },
    (index) => (index === 0 ? { after: 250, of: 'both', fault: { kind: 'cut', how: 'rst' } } : undefined),
  );
}

/** Whether both are linked, and everything is acknowledged. Libraries that count nothing are taken to be. */
async function isQuiet({ opener, accepter }: Stage): Promise<boolean> {
  const stats = await Promise.all([opener.stats(), accepter.stats()]);
  return stats.every(({ links_opened = 1, links_closed = 0, messages_unacknowledged = 0 }) => {
    return links_opened > links_closed && messages_unacknowledged === 0;
  });
}
