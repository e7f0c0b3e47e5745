import {
  bind,
  collect,
  collectAmid,
  connect,
  event,
  linked,
  type OptionName,
  open,
  type Part,
  pass,
  type Scenario,
  type StatusName,
  type Step,
  send,
  type Value,
} from './vocabulary.js';
import { frame, handshake, signature } from './zmtp.js';

// A STREAM is the proxy, RFC 1928, and after that whoever was to be reached.

const target = { literal: 'tcp://peer.invalid:7' };
const hexOf = (text: string) => Buffer.from(text).toString('hex');
const octets = (hex: string): Part => ({ hex });
/** To connect to a name: its length, itself, and the port. */
const byName = octets(`050100030c${hexOf('peer.invalid')}0007`);
const granted = octets('05000001000000000000');

const proxied = (options: Partial<Record<OptionName, Value>> = {}): Step[] => [
  open('proxy', 'stream', { stream_notify: false }),
  bind('proxy', 'proxy'),
  open('push', 'push', {
    reconnect_interval: 1,
    reconnect_interval_max: 2,
    socks_proxy: { address: 'proxy' },
    ...options,
  }),
];
const asked = (call: string, bytes: Part): Step => collect('proxy', { as: call }, bytes);
const answered = (call: string, bytes: Part): Step => send('proxy', [{ as: call }, bytes]);
/** Greeted without a login, and asked for the name. */
const requested = (call: string): Step[] => [
  asked(call, octets('050100')),
  answered(call, octets('0500')),
  asked(call, byName),
];
/** What was to be reached is reached. */
const reached = (call: string): Step[] => [
  collectAmid('proxy', { as: call }, signature),
  answered(call, handshake('PULL')),
  send('push', 'hello'),
  collectAmid('proxy', { as: call }, frame('hello')),
];
const failed = (reason: StatusName): Step => event('push', 'CONNECT_FAILED', reason);

const refusals: readonly StatusName[] = [
  'SYSTEM',
  'PERMISSION_DENIED',
  'HOST_UNREACHABLE',
  'HOST_UNREACHABLE',
  'CONNECTION_REFUSED',
  'TIMED_OUT',
  'NOT_SUPPORTED',
  'NOT_SUPPORTED',
  'PROTOCOL',
];

const endsLate = 'libzmq ends a connection only as its socket is called again';

export const socks: Scenario[] = [
  {
    name: 'socks: a host name',
    behaviour: 'The proxy is told the name, which nobody else looks up, and from then on it is the connection.',
    transports: ['tcp'],
    steps: [...proxied(), connect('push', target), ...requested('call'), answered('call', granted), ...reached('call')],
  },
  {
    name: 'socks: an address',
    behaviour: 'The proxy is told an address as an address.',
    transports: ['tcp'],
    steps: [
      ...proxied(),
      connect('push', { literal: 'tcp://127.0.0.1:7' }),
      asked('call', octets('050100')),
      answered('call', octets('0500')),
      asked('call', octets('050100017f0000010007')),
      answered('call', granted),
      ...reached('call'),
    ],
  },
  {
    name: 'socks: octet by octet',
    behaviour:
      'The answers of the proxy may come in pieces, and what the peer says in one piece with the last of them.',
    transports: ['tcp'],
    steps: [
      ...proxied(),
      connect('push', target),
      asked('call', octets('050100')),
      answered('call', octets('05')),
      answered('call', octets('00')),
      asked('call', byName),
      ...['05', '00', '00', '03', '02', '78', '79', '00'].map((octet) => answered('call', octets(octet))),
      answered('call', octets(`50${(handshake('PULL') as { hex: string }).hex}`)),
      collectAmid('proxy', { as: 'call' }, signature),
      send('push', 'hello'),
      collectAmid('proxy', { as: 'call' }, frame('hello')),
    ],
  },
  {
    name: 'socks: refused',
    behaviour: 'Each refusal is the reason for which an attempt has failed, and the next attempt is made.',
    transports: ['tcp'],
    steps: [
      ...proxied(),
      connect('push', target),
      ...refusals.flatMap((reason, index) => [
        ...requested(`call ${index + 1}`),
        answered(`call ${index + 1}`, octets(`050${index + 1}0001000000000000`)),
        failed(reason),
      ]),
      ...requested('the last'),
      answered('the last', granted),
      ...reached('the last'),
    ],
  },
  {
    name: 'socks: gone',
    behaviour: 'A proxy that ends the connection fails the attempt, and the next one is made.',
    transports: ['tcp'],
    libymqFirst: endsLate,
    steps: [
      ...proxied(),
      connect('push', target),
      asked('first', octets('050100')),
      answered('first', ''),
      failed('PEER_CLOSED'),
      ...requested('second'),
      answered('second', ''),
      failed('PEER_CLOSED'),
      ...requested('third'),
      answered('third', granted),
      ...reached('third'),
    ],
  },
  {
    name: 'socks: made anew',
    behaviour: 'A connection through a proxy that breaks is made anew through it.',
    transports: ['tcp'],
    libymqFirst: endsLate,
    steps: [
      // So that nothing is said behind the message.
      ...proxied({ heartbeat_interval: 0 }),
      connect('push', target),
      ...['first', 'second'].flatMap((call) => [
        ...requested(call),
        answered(call, granted),
        ...reached(call),
        answered(call, ''),
        event('push', 'DISCONNECTED'),
      ]),
    ],
  },
  {
    name: 'socks: a login',
    behaviour: 'A proxy that wants a login gets it.',
    transports: ['tcp'],
    steps: [
      ...proxied({ socks_username: 'user', socks_password: 'secret' }),
      connect('push', target),
      asked('call', octets('05020002')),
      answered('call', octets('0502')),
      asked('call', octets(`0104${hexOf('user')}06${hexOf('secret')}`)),
      answered('call', octets('0100')),
      asked('call', byName),
      answered('call', granted),
      ...reached('call'),
    ],
  },
  {
    name: 'socks: no login wanted',
    behaviour: 'A proxy that wants no login does not get the one that there is.',
    transports: ['tcp'],
    steps: [
      ...proxied({ socks_username: 'user', socks_password: 'secret' }),
      connect('push', target),
      asked('call', octets('05020002')),
      answered('call', octets('0500')),
      asked('call', byName),
      answered('call', granted),
      ...reached('call'),
    ],
  },
  {
    name: 'socks: a login that is not there',
    behaviour: 'A proxy that wants a login fails the attempt where there is none.',
    transports: ['tcp'],
    steps: [
      ...proxied(),
      connect('push', target),
      asked('call', octets('050100')),
      answered('call', octets('05ff')),
      failed('AUTHENTICATION_FAILED'),
    ],
  },
  {
    name: 'socks: a login that is not believed',
    behaviour: 'A login that the proxy refuses fails the attempt, and is tried again.',
    transports: ['tcp'],
    steps: [
      ...proxied({ socks_username: 'user', socks_password: 'wrong' }),
      connect('push', target),
      ...['first', 'second'].flatMap((call) => [
        asked(call, octets('05020002')),
        answered(call, octets('0502')),
        asked(call, octets(`0104${hexOf('user')}05${hexOf('wrong')}`)),
        answered(call, octets('0101')),
        failed('AUTHENTICATION_FAILED'),
      ]),
    ],
  },
  {
    name: 'socks: no proxy',
    behaviour: 'What speaks something else than SOCKS5 fails the attempt.',
    transports: ['tcp'],
    steps: [
      ...proxied(),
      connect('push', target),
      asked('http', octets('050100')),
      answered('http', 'HTTP/1.1 400 Bad Request\r\n\r\n'),
      failed('PROTOCOL'),
      asked('unasked', octets('050100')),
      answered('unasked', octets('0502')),
      failed('PROTOCOL'),
    ],
  },
  {
    name: 'socks: other transports',
    behaviour: 'Only connections over tcp go through the proxy.',
    transports: ['ipc', 'inproc'],
    steps: [
      open('pull', 'pull', { socks_proxy: '127.0.0.1:1' }),
      open('push', 'push'),
      bind('push'),
      connect('pull'),
      linked('pull'),
      ...pass('push', 'pull', 'past it'),
    ],
  },
];
