import {
  awaitCount,
  bind,
  close,
  connect,
  count,
  drain,
  event,
  fill,
  get,
  join,
  linked,
  many,
  type OptionName,
  once,
  open,
  openBeside,
  type Part,
  pass,
  property,
  reach,
  receive,
  receiveNone,
  type Scenario,
  type Step,
  send,
  set,
  share,
  subscribe,
  type TypeName,
  unlinked,
  type Value,
  waitForSubscribers,
} from './vocabulary.js';
import { greetingOf } from './zmtp.js';

// Who gets in, and who does not: PLAIN, CURVE, and the ZAP handler, which is an end of the scenario as any other.

type Options = Partial<Record<OptionName, Value>>;
const overSockets = ['tcp', 'ipc'] as const;
const octets = (hex: string): Part => ({ hex });

/** Keys that nobody must use for anything else. */
const keys = {
  server: {
    public: octets('594eef94848ed44e2d3fa375753cbc980caba9db03ee979814649a9b65323a07'),
    secret: octets('cded2d72f830811775f16a9af99861421d3fb7dd2228c5063f9f568e57706ac9'),
  },
  client: {
    public: octets('c5afbb61c424a4ff4ef1915e3cfd25f523d83abd26877ce5f5132098436e9400'),
    secret: octets('16ccb5a85c30b2a9dd5a1bc1512e58375f3c260a465b25ba5b232d5a85a56de7'),
  },
  stranger: {
    public: octets('06f1093349f2e59e1ff4b330242074050584fd0c2841ec98c78ed29e1200fb5f'),
    secret: octets('e84231f9c13a450bebf7b3a5f928e4123943a36feb2e73179dc00d4a98dd3dc0'),
  },
};
const keysOf = (pair: { public: Part; secret: Part }): Options => ({
  curve_public_key: pair.public,
  curve_secret_key: pair.secret,
});

/** One side and the other of a link by each mechanism. */
const curveServer: Options = { curve_server: true, ...keysOf(keys.server) };
const curveClient: Options = { curve_server_key: keys.server.public, ...keysOf(keys.client) };
const plainServer: Options = { plain_server: true };
const plainClient: Options = { plain_username: 'joe', plain_password: 'secret' };
const wrongKey: Options = { curve_server_key: keys.stranger.public, ...keysOf(keys.client) };

const sizes = [0, 1, 200, 221, 222, 223, 255, 256, 70_000, 1_000_000];
const messages: Part[][] = [
  ...sizes.map((size) => [many('s', size)]),
  ['two', ''],
  ['', many('m', 300), '', many('n', 70_000), 'last'],
];
const bothWays: Step[] = messages.flatMap((parts) => [
  ...pass('client', 'server', parts),
  ...pass('server', 'client', parts),
]);

/** The server is bound, and the client connects to it. */
const meet = (server: TypeName, serving: Options, client: TypeName, calling: Options): Step[] => [
  open('server', server, serving),
  bind('server'),
  open('client', client, calling),
  connect('client'),
];
/** As it is, and with a handler in the server's process. */
const guarded = (server: TypeName, serving: Options, client: TypeName, calling: Options): Step[] => [
  open('server', server, serving),
  ...handled(),
  bind('server'),
  open('client', client, calling),
  connect('client'),
];
const handled = (type: TypeName = 'rep'): Step[] => [
  openBeside('server', 'handler', type),
  bind('handler', { literal: 'inproc://zeromq.zap.01' }),
];

/** What the handler is asked: each question has a number, a domain, an address, the server's identity, and who it is. */
const question = (number: string, mechanism: string, who: Part[], domain = '', identity = ''): Part[] => [
  '1.0',
  { as: number },
  domain,
  { as: 'address' },
  identity,
  mechanism,
  ...who,
];
const asked = (number: string, mechanism: string, ...who: Part[]): Step =>
  receive('handler', question(number, mechanism, who));
const ruled = (number: string, status: string, user = '', metadata: Part = ''): Step =>
  send('handler', ['1.0', { as: number }, status, 'so be it', user, metadata]);
const joe: Part[] = ['joe', 'secret'];
const admitted: Step[] = [asked('question', 'PLAIN', ...joe), ruled('question', '200', 'joe')];

/** A PULL is the server: a stranger does not get in, in vain does he try, and a friend does. */
const keepsOut = (serving: Options, stranger: Options, friend: Options, welcome: Step[] = []): Step[] => [
  open('server', 'pull', serving),
  ...(welcome.length > 0 ? handled() : []),
  bind('server'),
  open('stranger', 'push', { ...once, ...stranger }),
  connect('stranger'),
  send('stranger', 'from a stranger'),
  awaitCount('server', 'handshakes_failed', 1),
  open('friend', 'push', friend),
  connect('friend'),
  ...welcome,
  ...pass('friend', 'server', 'from a friend'),
  receiveNone('server'),
];

export const plain: Scenario[] = [
  {
    name: 'plain: who logs in',
    behaviour: 'The handler is asked about the name and the password, and what is said then goes both ways as ever.',
    transports: overSockets,
    steps: [...guarded('pair', plainServer, 'pair', plainClient), ...admitted, ...bothWays],
  },
  {
    name: 'plain: the server connects',
    behaviour: 'Which side binds has nothing to do with which side is the server.',
    transports: overSockets,
    steps: [
      open('server', 'pair', plainServer),
      ...handled(),
      open('client', 'pair', plainClient),
      bind('client'),
      connect('server'),
      ...admitted,
      ...pass('client', 'server', 'hello'),
      ...pass('server', 'client', 'welcome'),
    ],
  },
  {
    name: 'plain: a wrong password',
    behaviour: 'Whom the handler refuses does not get in, and both ends know it.',
    transports: overSockets,
    steps: [
      ...guarded('pull', plainServer, 'push', { ...once, plain_username: 'joe', plain_password: 'guess' }),
      send('client', 'from a stranger'),
      asked('first', 'PLAIN', 'joe', 'guess'),
      ruled('first', '400'),
      awaitCount('server', 'handshakes_failed', 1),
      awaitCount('client', 'handshakes_failed', 1),
      open('friend', 'push', plainClient),
      connect('friend'),
      ...admitted,
      ...pass('friend', 'server', 'from a friend'),
      receiveNone('server'),
    ],
  },
  {
    name: 'plain: without a password',
    behaviour: 'A password may be empty, and is up to the handler.',
    transports: overSockets,
    steps: [
      ...guarded('pull', plainServer, 'push', { plain_username: 'guest' }),
      asked('question', 'PLAIN', 'guest', ''),
      ruled('question', '200'),
      ...pass('client', 'server', 'hello'),
    ],
  },
  {
    name: 'plain: nobody decides',
    behaviour: 'Where there is no handler nobody gets in.',
    transports: overSockets,
    steps: [
      ...meet('pull', plainServer, 'push', { ...plainClient, reconnect_interval: 5, reconnect_interval_max: 10 }),
      send('client', 'let me in'),
      awaitCount('server', 'handshakes_failed', 1),
      receiveNone('server'),
    ],
  },
  {
    name: 'plain: no mechanism',
    behaviour: 'Who does not log in does not get in, and the handler is not asked.',
    transports: overSockets,
    steps: keepsOut(plainServer, {}, plainClient, admitted),
  },
  {
    name: 'plain: the other mechanism',
    behaviour: 'Who comes by CURVE does not get in by PLAIN.',
    transports: overSockets,
    steps: keepsOut(plainServer, curveClient, plainClient, admitted),
  },
  {
    name: 'plain: where nobody asks for it',
    behaviour: 'Who would log in does not talk to a server that has no mechanism.',
    transports: overSockets,
    steps: keepsOut({}, plainClient, {}),
  },
  {
    name: 'plain: question and answer',
    behaviour: 'A REQ and a REP talk as they do without.',
    transports: overSockets,
    steps: [
      ...guarded('rep', plainServer, 'req', plainClient),
      send('client', 'question'),
      ...admitted,
      receive('server', 'question'),
      ...pass('server', 'client', 'answer'),
      ...pass('client', 'server', ['', 'another', '']),
      ...pass('server', 'client', 'answer'),
    ],
  },
  {
    name: 'plain: through memory',
    behaviour: 'Nobody logs in where nothing goes over a wire.',
    transports: ['inproc'],
    steps: [...meet('pair', plainServer, 'pair', {}), ...pass('client', 'server', 'hello')],
  },
];

export const curve: Scenario[] = [
  {
    name: 'curve: who knows the key',
    behaviour:
      'Without a handler whoever knows the key of the server and proves his own gets in; messages of all sizes pass.',
    transports: overSockets,
    steps: [...meet('pair', curveServer, 'pair', curveClient), ...bothWays],
  },
  {
    name: 'curve: the server connects',
    behaviour: 'Which side binds has nothing to do with which side is the server.',
    transports: overSockets,
    steps: [
      open('server', 'pair', curveServer),
      open('client', 'pair', curveClient),
      bind('client'),
      connect('server'),
      ...bothWays,
    ],
  },
  {
    name: 'curve: another key',
    behaviour: 'Who knows another key of the server does not get in.',
    transports: overSockets,
    steps: keepsOut(curveServer, wrongKey, curveClient),
  },
  {
    name: 'curve: no mechanism',
    behaviour: 'Who proves nothing does not get in.',
    transports: overSockets,
    steps: keepsOut(curveServer, {}, curveClient),
  },
  {
    name: 'curve: the other mechanism',
    behaviour: 'Who logs in by PLAIN does not get in by CURVE.',
    transports: overSockets,
    steps: keepsOut(curveServer, plainClient, curveClient),
  },
  {
    name: 'curve: where nobody asks for it',
    behaviour: 'Who would prove his key does not talk to a server that has no mechanism.',
    transports: overSockets,
    steps: keepsOut({}, curveClient, {}),
  },
  {
    name: 'curve: greeted and no more',
    behaviour: 'A program that greets as CURVE does and says nothing else holds up nobody.',
    transports: overSockets,
    steps: [
      open('server', 'pull', curveServer),
      bind('server'),
      open('program', 'stream'),
      connect('program'),
      receive('program', [{ as: 'server' }, '']),
      send('program', [{ as: 'server' }, greetingOf('CURVE')]),
      open('client', 'push', curveClient),
      connect('client'),
      ...pass('client', 'server', 'hello'),
    ],
  },
  {
    name: 'curve: the handler is told the key',
    behaviour: 'A handler is asked about the 32 octets of the key that was proved, and says who that is.',
    transports: overSockets,
    steps: [
      ...guarded('pair', curveServer, 'pair', curveClient),
      asked('question', 'CURVE', keys.client.public),
      ruled('question', '200', 'joe'),
      ...bothWays,
      property('server', 'User-Id', 'joe'),
    ],
  },
  {
    name: 'curve: a key that is refused',
    behaviour: 'Who proves a key that the handler refuses does not get in, and both ends know it.',
    transports: overSockets,
    steps: [
      ...guarded('pull', curveServer, 'push', {
        ...once,
        curve_server_key: keys.server.public,
        ...keysOf(keys.stranger),
      }),
      send('client', 'from a stranger'),
      asked('first', 'CURVE', keys.stranger.public),
      ruled('first', '400'),
      awaitCount('server', 'handshakes_failed', 1),
      awaitCount('client', 'handshakes_failed', 1),
      open('friend', 'push', curveClient),
      connect('friend'),
      asked('second', 'CURVE', keys.client.public),
      ruled('second', '200'),
      ...pass('friend', 'server', 'from a friend'),
      receiveNone('server'),
    ],
  },
  {
    name: 'curve: several clients',
    behaviour: 'A server has a link of its own with each of its clients.',
    transports: overSockets,
    steps: [
      open('server', 'pull', curveServer),
      bind('server'),
      ...['one', 'two', 'three'].flatMap((who) => [
        open(who, 'push', curveClient),
        connect(who),
        send(who, `of ${who}`),
      ]),
      share(['server'], 3, ['of one', 'of two', 'of three']),
    ],
  },
  {
    name: 'curve: question and answer',
    behaviour: 'A REQ and a REP talk as they do without, and so do a DEALER and a ROUTER.',
    transports: overSockets,
    steps: [
      ...meet('rep', curveServer, 'req', curveClient),
      ...['one', 'two', 'three'].flatMap((text) => [
        ...pass('client', 'server', text),
        ...pass('server', 'client', [`${text}!`, '']),
      ]),
      open('router', 'router', curveServer),
      bind('router', 'there'),
      open('dealer', 'dealer', { identity: 'dealer', ...curveClient }),
      connect('dealer', 'there'),
      send('dealer', ['', 'hello']),
      receive('router', ['dealer', '', 'hello']),
      send('router', ['dealer', 'welcome']),
      receive('dealer', 'welcome'),
    ],
  },
  {
    name: 'curve: subscriptions',
    behaviour: 'Subscriptions reach the publisher, and only what was subscribed to reaches the subscriber.',
    transports: overSockets,
    steps: [
      open('server', 'xpub', curveServer),
      bind('server'),
      open('client', 'sub', curveClient),
      connect('client'),
      subscribe('client', 'a'),
      receive('server', '\u0001a'),
      send('server', 'b: not this'),
      send('server', ['a: this', many('x', 70_000)]),
      receive('client', ['a: this', many('x', 70_000)]),
      receiveNone('client'),
    ],
  },
  {
    name: 'curve: one to many',
    behaviour: 'A PUB publishes to each of its subscribers, sealed for each.',
    transports: overSockets,
    steps: [
      open('server', 'pub', curveServer),
      bind('server'),
      ...['one', 'two'].flatMap((who) => [
        open(who, 'sub', curveClient),
        connect(who),
        subscribe(who, 'a'),
        subscribe(who, `reached: ${who}`),
        reach('server', who, `reached: ${who}`),
      ]),
      send('server', 'a: to all'),
      receive('one', 'a: to all'),
      receive('two', 'a: to all'),
    ],
  },
  {
    name: 'curve: a full peer',
    behaviour: 'A PULL that does not receive makes the PUSH wait, and loses nothing.',
    transports: overSockets,
    steps: [
      ...meet('pull', { receive_hwm: 10, ...curveServer }, 'push', { send_hwm: 10, ...curveClient }),
      linked('client'),
      fill('client', 65536, 5000),
      drain('server', 'client'),
      ...pass('client', 'server', 'on it goes'),
    ],
  },
  {
    name: 'curve: the next server',
    behaviour: 'A client finds the next server of the same key in the place of the one that has closed.',
    transports: overSockets,
    libymqFirst: 'libzmq frees an address some time after its socket is closed',
    steps: [
      ...meet('pull', curveServer, 'push', { reconnect_interval: 10, reconnect_interval_max: 20, ...curveClient }),
      ...pass('client', 'server', 'to the first'),
      close('server'),
      unlinked('client'),
      open('server', 'pull', curveServer),
      bind('server'),
      linked('client', 2),
      ...pass('client', 'server', 'to the next'),
    ],
  },
  {
    name: 'curve: another server',
    behaviour: 'A client does not talk to a server of another key in the place of the one that it knows.',
    transports: overSockets,
    libymqOnly: 'libzmq frees an address some time after its socket is closed',
    steps: [
      ...meet('pull', curveServer, 'push', { reconnect_interval: 10, reconnect_interval_max: 20, ...curveClient }),
      ...pass('client', 'server', 'to the first'),
      close('server'),
      unlinked('client'),
      open('impostor', 'pull', { curve_server: true, ...keysOf(keys.stranger) }),
      bind('impostor'),
      send('client', 'for the right one'),
      awaitCount('impostor', 'handshakes_failed', 1),
      receiveNone('impostor'),
      close('impostor'),
      open('server', 'pull', curveServer),
      bind('server'),
      receive('server', 'for the right one'),
    ],
  },
  {
    name: 'curve: groups',
    behaviour: 'A RADIO and a DISH talk as they do without.',
    transports: overSockets,
    steps: [
      ...meet('radio', curveServer, 'dish', curveClient),
      join('client', 'news'),
      waitForSubscribers('server', 'news'),
      send('server', ['weather', 'fair']),
      send('server', ['news', 'none']),
      receive('client', ['news', 'none']),
    ],
  },
  {
    name: 'curve: the families of one part',
    behaviour: 'A CHANNEL, and a SERVER with a CLIENT, talk as they do without.',
    transports: overSockets,
    steps: [
      ...meet('channel', curveServer, 'channel', curveClient),
      ...pass('client', 'server', '', many('x', 500_000)),
      ...pass('server', 'client', 'y'),
      open('serving', 'server', curveServer),
      bind('serving', 'there'),
      open('calling', 'client', curveClient),
      connect('calling', 'there'),
      send('calling', 'question'),
      receive('serving', [{ as: 'client' }, 'question']),
      send('serving', [{ as: 'client' }, 'answer']),
      receive('calling', 'answer'),
    ],
  },
  {
    name: 'curve: through memory',
    behaviour: 'No key is asked for where nothing goes over a wire.',
    transports: ['inproc'],
    steps: [...meet('pair', curveServer, 'pair', {}), ...pass('client', 'server', 'hello')],
  },
  {
    name: 'curve: keys and no keys',
    behaviour:
      'A key is 32 octets, or 40 characters; without one, or with one that is not its own, nobody is a server.',
    transports: overSockets,
    steps: [
      open('a', 'pair'),
      set('a', 'curve_server_key', 'too short', { status: 'INVALID_ARGUMENT' }),
      set('a', 'curve_server_key', many('~', 40), { status: 'INVALID_ARGUMENT' }),
      get('a', 'mechanism', 0),
      set('a', 'plain_username', 'joe'),
      get('a', 'mechanism', 1),
      set('a', 'curve_server', true),
      get('a', 'mechanism', 2),
      bind('a', 'here', { status: 'INVALID_ARGUMENT' }),
      connect('a', 'here', { status: 'INVALID_ARGUMENT' }),
      set('a', 'curve_secret_key', keys.server.secret),
      set('a', 'curve_public_key', keys.client.public),
      bind('a', 'here', { status: 'INVALID_ARGUMENT' }),
      set('a', 'curve_public_key', keys.server.public),
      bind('a', 'there'),
    ],
  },
];

const inLab: Options = { zap_domain: 'lab', identity: 'me' };
/** In the form of a READY: X-Rank, and its value. */
const rank: Part = {
  hex: `06${Buffer.from('X-Rank').toString('hex')}00000007${Buffer.from('general').toString('hex')}`,
};
const comesBack: Options = { reconnect_interval: 5, reconnect_interval_max: 10 };

export const zap: Scenario[] = [
  {
    name: 'zap: what is asked',
    behaviour: 'The handler is told the domain, the identity of the server, and the mechanism.',
    transports: overSockets,
    steps: [
      ...guarded('pair', { ...inLab, ...plainServer }, 'pair', plainClient),
      receive('handler', question('question', 'PLAIN', joe, 'lab', 'me')),
      ruled('question', '200'),
      ...pass('client', 'server', 'hello'),
    ],
  },
  {
    name: 'zap: without a mechanism',
    behaviour: 'With a domain the handler is asked about peers that prove nothing as well.',
    transports: overSockets,
    steps: [
      ...guarded('pair', inLab, 'pair', {}),
      receive('handler', question('question', 'NULL', [], 'lab', 'me')),
      ruled('question', '200', 'somebody'),
      ...pass('client', 'server', 'hello'),
      property('server', 'User-Id', 'somebody'),
    ],
  },
  {
    name: 'zap: without a domain',
    behaviour: 'Without a domain and a mechanism the handler is not asked.',
    transports: overSockets,
    steps: [...guarded('pair', {}, 'pair', {}), ...pass('client', 'server', 'hello'), receiveNone('handler')],
  },
  {
    name: 'zap: who it is',
    behaviour: 'What the handler says of a peer are properties of that peer, and beside them what it says of itself.',
    transports: overSockets,
    steps: [
      ...guarded('pair', plainServer, 'pair', plainClient),
      asked('question', 'PLAIN', ...joe),
      ruled('question', '200', 'joe the great', rank),
      ...pass('client', 'server', 'hello'),
      property('server', 'User-Id', 'joe the great'),
      property('server', 'X-Rank', 'general'),
      property('server', 'Socket-Type', 'PAIR'),
    ],
  },
  {
    name: 'zap: a ROUTER decides',
    behaviour: 'A handler that is a ROUTER may be asked about several peers, and answer in any order.',
    transports: overSockets,
    steps: [
      open('server', 'pull', plainServer),
      ...handled('router'),
      bind('server'),
      ...['one', 'two'].flatMap((who) => [
        open(who, 'push', { plain_username: who }),
        connect(who),
        receive('handler', [{ as: `asks of ${who}` }, '', ...question(who, 'PLAIN', [who, ''])]),
      ]),
      ...['two', 'one'].flatMap((who) => [
        send('handler', [{ as: `asks of ${who}` }, '', '1.0', { as: who }, '200', '', who, '']),
        ...pass(who, 'server', `of ${who}`),
      ]),
    ],
  },
  {
    name: 'zap: for now',
    behaviour: 'Who is refused for now comes again, and is asked about again.',
    transports: overSockets,
    libymqFirst: 'libzmq leaves the connection as it is after such an answer',
    steps: [
      ...guarded('pull', plainServer, 'push', { ...comesBack, ...plainClient }),
      send('client', 'let me in'),
      asked('first', 'PLAIN', ...joe),
      ruled('first', '300'),
      asked('second', 'PLAIN', ...joe),
      ruled('second', '200'),
      receive('server', 'let me in'),
    ],
  },
  {
    name: 'zap: for good',
    behaviour: 'Who is refused for good comes again all the same, and is asked about again.',
    transports: overSockets,
    libymqFirst: 'libzmq does not come again',
    steps: [
      open('client', 'push', { ...comesBack, ...curveClient }),
      open('server', 'pull', curveServer),
      ...handled(),
      bind('server'),
      connect('client'),
      send('client', 'let me in'),
      asked('first', 'CURVE', keys.client.public),
      ruled('first', '400'),
      asked('second', 'CURVE', keys.client.public),
      ruled('second', '200'),
      receive('server', 'let me in'),
    ],
  },
  {
    name: 'zap: no sense',
    behaviour: 'An answer that makes no sense lets nobody in.',
    transports: overSockets,
    steps: [
      ...guarded('pull', plainServer, 'push', { ...once, ...plainClient }),
      send('client', 'let me in'),
      asked('first', 'PLAIN', ...joe),
      ruled('first', '201'),
      awaitCount('server', 'handshakes_failed', 1),
      open('friend', 'push', plainClient),
      connect('friend'),
      ...admitted,
      ...pass('friend', 'server', 'from a friend'),
      receiveNone('server'),
    ],
  },
  {
    name: 'zap: why it failed',
    behaviour: 'Who was not believed, and who came by another mechanism, is told with the reason.',
    transports: overSockets,
    steps: [
      ...guarded('pull', plainServer, 'push', { ...once, ...plainClient }),
      asked('first', 'PLAIN', ...joe),
      ruled('first', '400'),
      event('server', 'HANDSHAKE_FAILED', 'AUTHENTICATION_FAILED'),
      event('client', 'HANDSHAKE_FAILED', 'AUTHENTICATION_FAILED'),
      open('stranger', 'push', once),
      connect('stranger'),
      event('server', 'HANDSHAKE_FAILED', 'PROTOCOL'),
      count('server', 'links_opened', 0),
    ],
  },
  {
    name: 'zap: the next handler',
    behaviour: 'A handler that has gone leaves nobody in, and the next one decides.',
    transports: overSockets,
    libymqFirst: 'libzmq admits whoever knows the key where the handler has gone',
    steps: [
      open('server', 'pull', curveServer),
      ...handled(),
      bind('server'),
      close('handler'),
      open('client', 'push', { ...comesBack, ...curveClient }),
      connect('client'),
      send('client', 'let me in'),
      awaitCount('server', 'handshakes_failed', 1),
      count('server', 'links_opened', 0),
      openBeside('server', 'next', 'rep'),
      bind('next', { literal: 'inproc://zeromq.zap.01' }),
      receive('next', question('question', 'CURVE', [keys.client.public])),
      send('next', ['1.0', { as: 'question' }, '200', '', '', '']),
      receive('server', 'let me in'),
    ],
  },
];
