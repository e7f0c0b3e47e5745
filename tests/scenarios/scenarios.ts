import { chosen } from './chosen.js';
import { radio } from './groups.js';
import { options } from './options.js';
import { pair } from './pair.js';
import { peerOptions } from './peer_options.js';
import { pipeline } from './pipeline.js';
import { priorities } from './priorities.js';
import { pubsub } from './pubsub.js';
import { reqrep } from './reqrep.js';
import { dealer, router } from './routed.js';
import { curve, plain, zap } from './security.js';
import { channel, peer, scatter, server } from './singles.js';
import { socks } from './socks.js';
import { raw, stream } from './stream.js';
import { type OptionName, type Scenario, type Step, type Transport, type TypeName, transports } from './vocabulary.js';
import { waits } from './waits.js';
import { xpub, xsub } from './xpubsub.js';

/** The one list, by what each scenario is about. A new pattern is one more entry. */
export const families: Readonly<Record<string, readonly Scenario[]>> = {
  PAIR: pair,
  'PUSH and PULL': pipeline,
  'PUB and SUB': pubsub,
  'REQ and REP': reqrep,
  DEALER: dealer,
  ROUTER: router,
  XPUB: xpub,
  XSUB: xsub,
  'SERVER and CLIENT': server,
  PEER: peer,
  CHANNEL: channel,
  'SCATTER and GATHER': scatter,
  'RADIO and DISH': radio,
  STREAM: stream,
  'raw ROUTER, and programs': raw,
  'routing ids that are chosen': chosen,
  PLAIN: plain,
  CURVE: curve,
  'ZAP handlers': zap,
  SOCKS5: socks,
  'waiting for others': waits,
  'whom messages go to': peerOptions,
  'priorities of peers': priorities,
  'every type': options,
};

export const scenarios: readonly Scenario[] = Object.values(families).flat();

/** Options that libzmq has, too. */
const sharedOptions: ReadonlySet<OptionName> = new Set<OptionName>([
  'identity',
  'send_hwm',
  'receive_hwm',
  'linger',
  'reconnect_interval',
  'reconnect_interval_max',
  'router_mandatory',
  'last_endpoint',
  'xpub_verbose',
  'xpub_verboser',
  'xpub_manual',
  'publish_without_drops',
  'welcome_message',
  'invert_matching',
  'immediate',
  'conflate',
  'probe_router',
  'router_raw',
  'stream_notify',
  'plain_server',
  'plain_username',
  'plain_password',
  'curve_server',
  'curve_public_key',
  'curve_secret_key',
  'curve_server_key',
  'zap_domain',
  'mechanism',
]);
/** Options that it has, and that do not bear what a scenario does with them. */
const faultyOptions: Partial<Record<OptionName, string>> = {
  socks_proxy: 'libzmq now and then ends its process where it connects through SOCKS5 (4.3.4)',
};
/** Types that libzmq has not, or only as drafts that are no part of what is installed. */
const draftTypes: ReadonlySet<TypeName> = new Set<TypeName>([
  'server',
  'client',
  'peer',
  'channel',
  'scatter',
  'gather',
  'radio',
  'dish',
]);
/** Counters that stand for what a libzmq monitor tells. */
const sharedCounters = new Set(['links_opened', 'links_closed', 'handshakes_failed']);

/** Where the scenario holds. */
export function transportsOf(scenario: Scenario): readonly Transport[] {
  return scenario.transports ?? transports;
}

/** Why libzmq cannot be the connector that is opened first, or the others; nothing where it can. */
export interface WithoutLibzmq {
  first?: string | undefined;
  others?: string | undefined;
}

/** What keeps libzmq from either place. */
export function withoutLibzmq(scenario: Scenario): WithoutLibzmq {
  const { libymqOnly, libymqFirst, steps } = scenario;
  const names = [...new Set(steps.flatMap((step) => (step.do === 'open' ? [step.who] : [])))];
  const lonely = names.length < 2 ? 'one connector meets nobody' : undefined;
  const types = new Map(steps.flatMap((step) => (step.do === 'open' ? [[step.who, step.type] as const] : [])));
  const ofFirst = new Set([names[0]]);
  for (const step of steps) if (step.do === 'open' && step.beside && ofFirst.has(step.beside)) ofFirst.add(step.who);
  const lacking = (isFirst: boolean) =>
    steps.map((step) =>
      'who' in step && ofFirst.has(step.who) === isFirst ? whatLibzmqLacks(step, types.get(step.who)!) : undefined,
    );
  const firstOf = (...reasons: (string | undefined)[]) => reasons.find((reason) => reason !== undefined);
  return {
    first: firstOf(libymqOnly, libymqFirst, ...lacking(true), lonely),
    others: firstOf(libymqOnly, ...lacking(false), lonely),
  };
}

function whatLibzmqLacks(step: Step, type: TypeName): string | undefined {
  switch (step.do) {
    case 'start':
      return 'a libzmq socket belongs to one thread';
    case 'event':
      return 'libzmq has no events of a connector';
    case 'count':
      return 'libzmq has no counters';
    case 'wait_for_peers':
    case 'wait_for_subscribers':
      return 'libzmq has no such wait';
    case 'await':
      return sharedCounters.has(step.field) ? undefined : 'libzmq has no counters';
    case 'open':
      if (draftTypes.has(type)) return 'a draft in libzmq';
      return optionsThatLibzmqLacks(Object.keys(step.options) as OptionName[]);
    case 'set':
    case 'get':
      return optionsThatLibzmqLacks([step.option]);
    case 'subscribe':
    case 'unsubscribe':
      return type === 'xsub' ? "libzmq's XSUB subscribes by messages only" : undefined;
    default:
      return undefined;
  }
}

function optionsThatLibzmqLacks(names: OptionName[]): string | undefined {
  const lacking = names.find((name) => !sharedOptions.has(name));
  return lacking && (faultyOptions[lacking] ?? `libzmq has no option like \`${lacking}\``);
}
