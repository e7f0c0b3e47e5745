import { options } from './options.js';
import { pair } from './pair.js';
import { pipeline } from './pipeline.js';
import { pubsub } from './pubsub.js';
import { reqrep } from './reqrep.js';
import { dealer, router } from './routed.js';
import { type OptionName, type Scenario, type Step, type Transport, transports } from './vocabulary.js';

/** The one list, by what each scenario is about. A new pattern is one more entry. */
export const families: Readonly<Record<string, readonly Scenario[]>> = {
  PAIR: pair,
  'PUSH and PULL': pipeline,
  'PUB and SUB': pubsub,
  'REQ and REP': reqrep,
  DEALER: dealer,
  ROUTER: router,
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
]);
/** Counters that stand for what a libzmq monitor tells. */
const sharedCounters = new Set(['links_opened', 'links_closed']);

/** Where the scenario holds. */
export function transportsOf(scenario: Scenario): readonly Transport[] {
  return scenario.transports ?? transports;
}

/** Why libzmq can stand on neither side; nothing where it can. */
export function whyNotLibzmq(scenario: Scenario): string | undefined {
  const reasons = [scenario.libymqOnly, ...scenario.steps.map(whatLibzmqLacks)];
  const connectors = new Set(scenario.steps.flatMap((step) => (step.do === 'open' ? [step.who] : [])));
  if (connectors.size < 2) reasons.push('one connector meets nobody');
  return reasons.find((reason) => reason !== undefined);
}

function whatLibzmqLacks(step: Step): string | undefined {
  switch (step.do) {
    case 'start':
      return 'a libzmq socket belongs to one thread';
    case 'event':
      return 'libzmq has no events of a connector';
    case 'count':
      return 'libzmq has no counters';
    case 'await':
      return sharedCounters.has(step.field) ? undefined : 'libzmq has no counters';
    case 'open':
      return optionsThatLibzmqLacks(Object.keys(step.options) as OptionName[]);
    case 'set':
    case 'get':
      return optionsThatLibzmqLacks([step.option]);
    default:
      return undefined;
  }
}

function optionsThatLibzmqLacks(names: OptionName[]): string | undefined {
  const lacking = names.find((name) => !sharedOptions.has(name));
  return lacking && `libzmq has no option like \`${lacking}\``;
}
