import {
  awaitCount,
  bind,
  close,
  connect,
  open,
  receive,
  receiveNone,
  type Scenario,
  type Step,
  send,
  type TypeName,
} from './vocabulary.js';

const names = (stem: string, number: number) => Array.from({ length: number }, (_, index) => `${stem}${index + 1}`);
const router: Step[] = [open('router', 'router'), bind('router')];

const probes = (type: TypeName): Scenario => ({
  name: `probe: a ${type.toUpperCase()}`,
  behaviour: `A ROUTER learns of a ${type.toUpperCase()} that probes before that has said anything.`,
  steps: [
    ...router,
    open('probing', type, { identity: 'probing', probe_router: true }),
    connect('probing'),
    receive('router', ['probing', '']),
    receiveNone('router'),
  ],
});

/** Whom messages go to, and which of them. */
export const peerOptions: Scenario[] = [
  {
    name: 'immediate: nobody linked',
    behaviour:
      'With `immediate` nothing is accepted for an endpoint that nobody is bound to, and everything once a peer is linked.',
    steps: [
      open('push', 'push', { immediate: true, reconnect_interval: 10 }),
      connect('push'),
      send('push', 'too early', { status: 'AGAIN', timeoutMs: 0 }),
      open('pull', 'pull'),
      bind('pull'),
      send('push', 'in time'),
      receive('pull', 'in time'),
      receiveNone('pull'),
    ],
  },
  {
    name: 'immediate: only who is linked',
    behaviour: 'With `immediate` a REQ asks who is linked, and not who may be.',
    steps: [
      open('req', 'req', { immediate: true, reconnect_interval: 10 }),
      open('rep', 'rep'),
      bind('rep', 'there'),
      connect('req', 'nowhere'),
      connect('req', 'there'),
      ...['one', 'two', 'three'].flatMap((text) => [
        send('req', text),
        receive('rep', text),
        send('rep', `${text}!`),
        receive('req', `${text}!`),
      ]),
    ],
  },
  {
    name: 'conflate: what is queued',
    behaviour: 'Of what is queued for a peer a PUSH that conflates sends the newest.',
    steps: [
      open('push', 'push', { conflate: true, reconnect_interval: 10 }),
      connect('push'),
      ...names('m', 10).map((text) => send('push', text)),
      open('pull', 'pull'),
      bind('pull'),
      receive('pull', 'm10'),
      receiveNone('pull'),
    ],
  },
  {
    name: 'conflate: what has come',
    behaviour: 'Of what has come from a peer a PULL that conflates gives the newest.',
    steps: [
      open('pull', 'pull', { conflate: true }),
      bind('pull'),
      open('push', 'push'),
      connect('push'),
      ...names('m', 10).map((text) => send('push', text)),
      awaitCount('pull', 'dropped_replaced', 9),
      receive('pull', 'm10'),
      receiveNone('pull'),
    ],
  },
  ...(['req', 'dealer', 'router'] as const).map(probes),
  {
    name: 'notices: come and gone',
    behaviour: 'With `router_notify` a ROUTER is told when a peer links, and behind its last message that it has gone.',
    steps: [
      open('router', 'router', { router_notify: 3 }),
      bind('router'),
      open('dealer', 'dealer', { identity: 'dealer' }),
      connect('dealer'),
      receive('router', ['dealer', '']),
      send('dealer', 'last'),
      close('dealer'),
      receive('router', ['dealer', 'last']),
      receive('router', ['dealer', '']),
      receiveNone('router'),
    ],
  },
];
