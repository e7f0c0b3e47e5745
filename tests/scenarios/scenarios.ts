import { radio } from './groups.js';
import { options } from './options.js';
import { pair } from './pair.js';
import { peerOptions } from './peer_options.js';
import { pipeline } from './pipeline.js';
import { priorities } from './priorities.js';
import { pubsub } from './pubsub.js';
import { reqrep } from './reqrep.js';
import { dealer, router } from './routed.js';
import { channel, peer, scatter, server } from './singles.js';
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
]);
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
const sharedCounters = new Set(['links_opened', 'links_closed']);

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
  const lacking = (isIts: (who: string) => boolean) =>
    steps.map((step) => ('who' in step && isIts(step.who) ? whatLibzmqLacks(step, types.get(step.who)!) : undefined));
  const firstOf = (...reasons: (string | undefined)[]) => reasons.find((reason) => reason !== undefined);
  return {
    first: firstOf(libymqOnly, libymqFirst, ...lacking((who) => who === names[0]), lonely),
    others: firstOf(libymqOnly, ...lacking((who) => who !== names[0]), lonely),
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
  return lacking && `libzmq has no option like \`${lacking}\``;
}
