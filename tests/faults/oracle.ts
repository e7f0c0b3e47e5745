/** The counters of a connector, by the names of the C ABI; none where the library has none. */
export type Stats = Readonly<Record<string, number>>;

/** A message that was handed to an application. */
export interface Receipt {
  from: string;
  number: number;
  redelivered: boolean;
  /** Whether every part of it was as it had been sent. */
  intact: boolean;
}

/** What one process did. Its messages are numbered from 0 in the order in which they were accepted. */
export interface Ledger {
  name: string;
  accepted: number;
  /** Messages before this one are owed to nobody: a PUB sent them before somebody had subscribed. */
  owedFrom: number;
  receipts: Receipt[];
  stats: Stats;
  /** What the close said; -1 where the library does not say. */
  undelivered: number;
  /** It was killed: what it did last may be missing here. */
  isKilled: boolean;
}

const mostNamed = 10;

/** What became of all messages. Messages are called `sender number`. */
export interface Verdict {
  accepted: number;
  received: number;
  redelivered: number;
  /** Accepted by a process that lived to the end, and received by nobody. */
  lost: string[];
  /** Received again without the mark that says so. */
  twice: string[];
  /** Received after a later one from the same sender by the same receiver. */
  disordered: string[];
  damaged: string[];
  /** Received, yet never accepted. */
  invented: string[];
  /** How many messages the senders' counters give up for lost, or for possibly lost. */
  admitted: number;
  /** Counters that do not say what happened. */
  miscounted: string[];
}

/**
 * Compares what was accepted with what was received.
 *
 * Two things about a killed process nobody can know: whether the message was accepted that it was about to note, and whether
 * the next message of each sender had been handed to it. The former may be received, and the latter missing. What else it
 * accepted may be missing too, but not from the middle.
 */
export function judge(senders: Ledger[], receivers: Ledger[]): Verdict {
  const receipts = receivers.flatMap((receiver) => receiver.receipts);
  const whole = receipts.filter(({ intact }) => intact);
  return {
    accepted: senders.reduce((sum, { accepted }) => sum + accepted, 0),
    received: receipts.length,
    redelivered: receipts.filter(({ redelivered }) => redelivered).length,
    lost: senders.flatMap((sender) => lostOf(sender, whole, handsOf(sender, receivers))),
    twice: repeated(whole.filter(({ redelivered }) => !redelivered)),
    disordered: receivers.flatMap((receiver) => disorderedOf(receiver)),
    damaged: receipts.filter(({ intact }) => !intact).map(nameOf),
    invented: whole.filter((receipt) => !wasAccepted(receipt, senders)).map(nameOf),
    admitted: senders.reduce((sum, { stats, undelivered }) => sum + admittedBy(stats) + Math.max(0, undelivered), 0),
    miscounted: [...new Set([...senders, ...receivers])].flatMap(miscountedOf),
  };
}

/** What is wrong, in words; nothing where every message arrived once, in order, and the counters say so. */
export function faultsOf(verdict: Verdict): string[] {
  const { lost, twice, disordered, damaged, invented, miscounted } = verdict;
  return Object.entries({ lost, twice, disordered, damaged, invented, miscounted })
    .filter(([, messages]) => messages.length > 0)
    .map(([what, messages]) => `${messages.length} ${what}: ${messages.slice(0, mostNamed).join(', ')}`);
}

const losses = ['messages_undeliverable', 'dropped_full', 'dropped_unroutable', 'dropped_peer_gone'];

/** What has become of every message that was sent; they add up. */
const fates = ['messages_acknowledged', 'messages_unacknowledged', 'messages_queued', ...losses];

function admittedBy(stats: Stats): number {
  return [...losses, 'messages_uncertain'].reduce((sum, loss) => sum + (stats[loss] ?? 0), 0);
}

/** For connectors whose peers all acknowledge. One that was killed told nothing, and some libraries count nothing. */
function miscountedOf({ name, accepted, owedFrom, receipts, stats, undelivered }: Ledger): string[] {
  const { messages_sent, messages_received } = stats;
  const owed = accepted - owedFrom;
  if (messages_sent === undefined) return [];
  const known = fates.reduce((sum, fate) => sum + (stats[fate] ?? 0), 0);
  return [
    messages_sent === accepted ? '' : `${name} accepted ${accepted} and counted ${messages_sent}`,
    messages_received === receipts.length ? '' : `${name} received ${receipts.length} and counted ${messages_received}`,
    known === owed || !('messages_acknowledged' in stats) ? '' : `${name} owed ${owed} and knows of ${known}`,
    undelivered === 0 ? '' : `${name} did not deliver ${undelivered}`,
  ].filter(Boolean);
}

function nameOf({ from, number }: { from: string; number: number }): string {
  return `${from} ${number}`;
}

function lostOf(sender: Ledger, receipts: Receipt[], inHands: Set<number>): string[] {
  const received = new Set(receipts.filter(({ from }) => from === sender.name).map(({ number }) => number));
  const end = sender.isKilled ? Math.max(0, ...[...received].map((number) => number + 1)) : sender.accepted;
  return Array.from({ length: end }, (_, number) => number)
    .filter((number) => number >= sender.owedFrom && !received.has(number) && !inHands.has(number))
    .map((number) => nameOf({ from: sender.name, number }));
}

/** The messages of this sender that killed receivers may have been handed, and did not live to note. */
function handsOf(sender: Ledger, receivers: Ledger[]): Set<number> {
  const killed = receivers.filter(({ isKilled }) => isKilled);
  return new Set(
    killed.map(({ receipts }) => (receipts.findLast(({ from }) => from === sender.name)?.number ?? -1) + 1),
  );
}

function repeated(receipts: Receipt[]): string[] {
  const seen = new Set<string>();
  return receipts.map(nameOf).filter((name) => seen.size === seen.add(name).size);
}

/** What is delivered again comes late by its nature. */
function disorderedOf({ name, receipts }: Ledger): string[] {
  const last = new Map<string, number>();
  return receipts
    .filter(({ redelivered, intact }) => !redelivered && intact)
    .filter(({ from, number }) => {
      const before = last.get(from) ?? -1;
      last.set(from, Math.max(before, number));
      return number < before;
    })
    .map((receipt) => `${nameOf(receipt)} at ${name}`);
}

function wasAccepted({ from, number }: Receipt, senders: Ledger[]): boolean {
  const sender = senders.find(({ name }) => name === from);
  return sender !== undefined && number < sender.accepted + (sender.isKilled ? 1 : 0);
}
