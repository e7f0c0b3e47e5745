import {
  bind,
  close,
  connect,
  connectPeer,
  count,
  disconnect,
  drain,
  fill,
  linked,
  many,
  open,
  type Part,
  pass,
  receive,
  receiveNone,
  type Scenario,
  type Step,
  send,
  share,
  unlinked,
  waitForPeers,
} from './vocabulary.js';

// The patterns whose messages have one part.

const served: Step[] = [open('server', 'server'), open('client', 'client'), bind('server'), connect('client')];
/** The SERVER learns by which routing id it can answer the client, which stands for the client's name from then on. */
const introduced = (client = 'client', id = client): Step[] => [
  send(client, 'hello'),
  receive('server', [{ as: id }, 'hello']),
];
const reply = (body: Part, id = 'client'): Step => send('server', [{ as: id }, body]);
/** Sends that the form of the message forbids. */
const refused = (who: string, ...messages: Part[][]): Step[] =>
  messages.map((parts) => send(who, parts, { status: 'INVALID_ARGUMENT', timeoutMs: 0 }));

export const server: Scenario[] = [
  {
    name: 'server: question and answer',
    behaviour: 'A SERVER receives the routing id of the CLIENT as the first part, and answers by it.',
    steps: [
      ...served,
      send('client', 'question'),
      receive('server', [{ as: 'client' }, 'question']),
      reply('answer'),
      receive('client', 'answer'),
      send('client', 'another'),
      receive('server', [{ as: 'client' }, 'another']),
    ],
  },
  {
    name: 'server: at any time',
    behaviour: 'A SERVER may answer many times, and a CLIENT ask many times, in any order.',
    steps: [
      ...served,
      ...introduced(),
      ...['1', '2', '3'].map((body) => reply(body)),
      ...['4', '5', '6'].map((body) => send('client', body)),
      ...['1', '2', '3'].map((body) => receive('client', body)),
      ...['4', '5', '6'].map((body) => receive('server', [{ as: 'client' }, body])),
      receiveNone('client'),
      receiveNone('server'),
    ],
  },
  {
    name: 'server: to each its own',
    behaviour: 'Of several CLIENTs only the named one gets a message.',
    steps: [
      open('server', 'server'),
      bind('server'),
      ...['one', 'two', 'three'].flatMap((client) => [open(client, 'client'), connect(client), ...introduced(client)]),
      ...['two', 'three', 'one'].map((client) => reply(`to ${client}`, client)),
      ...['one', 'two', 'three'].map((client) => receive(client, `to ${client}`)),
      ...['one', 'two', 'three'].map((client) => receiveNone(client)),
    ],
  },
  {
    name: 'server: the SERVER connects',
    behaviour: 'It does not matter which end binds.',
    steps: [
      open('server', 'server'),
      open('client', 'client'),
      bind('client'),
      connect('server'),
      ...introduced(),
      reply('welcome'),
      receive('client', 'welcome'),
    ],
  },
  {
    name: 'server: nobody of that id',
    behaviour: 'What is for nobody is refused, at once, and the SERVER goes on.',
    steps: [
      ...served,
      ...introduced(),
      send('server', [{ hex: '00000000' }, 'x'], { status: 'HOST_UNREACHABLE', timeoutMs: 0 }),
      send('server', [{ hex: '00000000' }, 'x'], { status: 'HOST_UNREACHABLE' }),
      reply('still here'),
      receive('client', 'still here'),
    ],
  },
  {
    name: 'server: the CLIENT is gone',
    behaviour: 'A SERVER is told that a CLIENT is gone, and the next one has another routing id.',
    steps: [
      ...served,
      ...introduced('client', 'first'),
      close('client'),
      unlinked('server'),
      send('server', [{ as: 'first' }, 'x'], { status: 'HOST_UNREACHABLE', timeoutMs: 0 }),
      open('client', 'client'),
      connect('client'),
      ...introduced('client', 'second'),
      send('server', [{ as: 'first' }, 'x'], { status: 'HOST_UNREACHABLE', timeoutMs: 0 }),
      reply('to the second', 'second'),
      receive('client', 'to the second'),
    ],
  },
  {
    name: 'server: the form of a message',
    behaviour: 'A SERVER sends exactly two parts, of which the first has four octets, and nothing else.',
    steps: [
      ...served,
      ...introduced(),
      ...refused(
        'server',
        [{ as: 'client' }],
        [{ as: 'client' }, 'two', 'parts'],
        ['abc', 'x'],
        ['abcde', 'x'],
        ['', 'x'],
      ),
      reply('well formed'),
      receive('client', 'well formed'),
    ],
  },
  {
    name: 'server: a full CLIENT',
    behaviour: 'A CLIENT that does not receive makes the SERVER wait, and loses nothing.',
    steps: [
      open('server', 'server', { send_hwm: 10 }),
      open('client', 'client', { receive_hwm: 10 }),
      bind('server'),
      connect('client'),
      ...introduced(),
      fill('server', 65536, 5000, [{ as: 'client' }], true),
      drain('client', 'server'),
      reply('on it goes'),
      receive('client', 'on it goes'),
    ],
  },
  {
    name: 'server: a full CLIENT beside another',
    behaviour: 'A CLIENT that does not receive does not keep the SERVER from answering the others.',
    steps: [
      open('server', 'server', { send_hwm: 10 }),
      open('full', 'client', { receive_hwm: 10 }),
      open('other', 'client'),
      bind('server'),
      connect('full'),
      connect('other'),
      ...introduced('full'),
      ...introduced('other'),
      fill('server', 65536, 5000, [{ as: 'full' }], true),
      send('server', [{ as: 'other' }, 'for you'], { timeoutMs: 0 }),
      receive('other', 'for you'),
      drain('full', 'server'),
    ],
  },
  {
    name: 'server: empty and large',
    behaviour: 'Bodies may be empty, and large.',
    steps: [
      ...served,
      ...introduced(),
      ...['', many('x', 500_000), { hex: '00ff00' }].flatMap((body: Part) => [
        send('client', body),
        receive('server', [{ as: 'client' }, body]),
        reply(body),
        receive('client', body),
      ]),
    ],
  },
  {
    name: 'client: exactly one part',
    behaviour: 'A CLIENT sends messages of exactly one part.',
    steps: [
      ...served,
      ...refused('client', ['two', 'parts'], ['', ''], ['a', 'b', 'c']),
      send('client', 'one part'),
      receive('server', [{ as: 'client' }, 'one part']),
    ],
  },
  {
    name: 'client: connect before bind',
    behaviour: 'What a CLIENT sends waits for a SERVER that is not bound yet.',
    steps: [
      open('server', 'server'),
      open('client', 'client'),
      connect('client'),
      send('client', 'early'),
      bind('server'),
      receive('server', [{ as: 'client' }, 'early']),
      reply('in time'),
      receive('client', 'in time'),
    ],
  },
  {
    name: 'client: nobody there',
    behaviour: 'A CLIENT that is bound and has no peer refuses to send, or waits for one in vain.',
    steps: [
      open('client', 'client'),
      bind('client'),
      send('client', 'x', { status: 'AGAIN', timeoutMs: 0 }),
      send('client', 'x', { status: 'TIMED_OUT', timeoutMs: 10 }),
      receiveNone('client'),
    ],
  },
  {
    name: 'client: several SERVERs',
    behaviour: 'A CLIENT asks each of its SERVERs as often as the others, and is answered by all.',
    steps: [
      open('client', 'client'),
      open('one', 'server'),
      open('two', 'server'),
      bind('client'),
      connect('one'),
      connect('two'),
      linked('client', 2),
      ...Array.from({ length: 4 }, () => send('client', 'question')),
      ...['one', 'two'].flatMap((each) => [
        receive(each, [{ as: each }, 'question']),
        receive(each, [{ as: each }, 'question']),
        send(each, [{ as: each }, `of ${each}`]),
      ]),
      share(['client'], 2, ['of one', 'of two']),
    ],
  },
  {
    name: 'client: connected twice',
    behaviour: 'A CLIENT that connects to an endpoint twice has one link there.',
    steps: [...served, connect('client'), ...introduced(), count('client', 'peers', 1), count('server', 'peers', 1)],
  },
];

const met: Step[] = [open('a', 'peer'), open('b', 'peer'), bind('a'), connectPeer('b', 'a')];

export const peer: Scenario[] = [
  {
    name: 'peer: both ways',
    behaviour: 'A PEER is told the routing id of its peer as it connects, may speak first, and is answered by its own.',
    steps: [
      ...met,
      send('b', [{ as: 'a' }, 'hello']),
      receive('a', [{ as: 'b' }, 'hello']),
      send('a', [{ as: 'b' }, 'welcome']),
      receive('b', [{ as: 'a' }, 'welcome']),
    ],
  },
  {
    name: 'peer: connect before bind',
    behaviour: 'What is sent to a PEER that is not bound yet waits for it.',
    steps: [
      open('a', 'peer'),
      open('b', 'peer'),
      connectPeer('b', 'a'),
      send('b', [{ as: 'a' }, 'early']),
      bind('a'),
      receive('a', [{ as: 'b' }, 'early']),
    ],
  },
  {
    name: 'peer: several peers',
    behaviour: 'Each connect has a routing id of its own, and what is sent goes to the one that it names.',
    steps: [
      open('a', 'peer'),
      open('one', 'peer'),
      open('two', 'peer'),
      bind('one', 'here'),
      bind('two', 'there'),
      connectPeer('a', 'one', 'here'),
      connectPeer('a', 'two', 'there'),
      send('a', [{ as: 'two' }, 'to two']),
      send('a', [{ as: 'one' }, 'to one']),
      receive('one', [{ as: 'a at one' }, 'to one']),
      receive('two', [{ as: 'a at two' }, 'to two']),
      send('one', [{ as: 'a at one' }, 'from one']),
      receive('a', [{ as: 'one' }, 'from one']),
      send('two', [{ as: 'a at two' }, 'from two']),
      receive('a', [{ as: 'two' }, 'from two']),
    ],
  },
  {
    name: 'peer: the other is gone',
    behaviour: 'A PEER is told that its peer has closed.',
    steps: [
      ...met,
      send('b', [{ as: 'a' }, 'hello']),
      receive('a', [{ as: 'b' }, 'hello']),
      close('b'),
      unlinked('a'),
      send('a', [{ as: 'b' }, 'x'], { status: 'HOST_UNREACHABLE', timeoutMs: 0 }),
    ],
  },
  {
    name: 'peer: disconnect',
    behaviour: 'After a disconnect the routing id stands for nobody.',
    steps: [
      ...met,
      send('b', [{ as: 'a' }, 'hello']),
      receive('a', [{ as: 'b' }, 'hello']),
      disconnect('b'),
      unlinked('b'),
      send('b', [{ as: 'a' }, 'x'], { status: 'HOST_UNREACHABLE', timeoutMs: 0 }),
    ],
  },
  {
    name: 'peer: the form of a message',
    behaviour: 'A PEER sends exactly two parts, of which the first has four octets.',
    steps: [
      ...met,
      ...refused('b', [{ as: 'a' }], [{ as: 'a' }, 'two', 'parts'], ['abc', 'x']),
      send('b', [{ as: 'a' }, '']),
      receive('a', [{ as: 'b' }, '']),
    ],
  },
  {
    name: 'peer: no other type',
    behaviour: 'Only a PEER is told a routing id as it connects.',
    steps: [
      open('a', 'client'),
      open('b', 'server'),
      bind('b'),
      connectPeer('a', 'b', 'here', { status: 'NOT_SUPPORTED' }),
      count('a', 'peers', 0),
    ],
  },
];

const channelled: Step[] = [open('a', 'channel'), open('b', 'channel'), bind('a'), connect('b')];

export const channel: Scenario[] = [
  {
    name: 'channel: both ways',
    behaviour: 'Each of two peers sends to the other, at any time, in order.',
    steps: [
      ...channelled,
      ...pass('a', 'b', 'ping', ''),
      ...pass('b', 'a', 'pong', many('x', 500_000)),
      ...['1', '2', '3'].map((text) => send('a', text)),
      ...['1', '2', '3'].map((text) => receive('b', text)),
      receiveNone('b'),
    ],
  },
  {
    name: 'channel: exactly one part',
    behaviour: 'A CHANNEL sends messages of exactly one part.',
    steps: [...channelled, ...refused('a', ['two', 'parts'], ['', '']), ...pass('a', 'b', 'one part')],
  },
  {
    name: 'channel: connect before bind',
    behaviour: 'A connect waits for its bind, and what was sent meanwhile arrives then.',
    steps: [
      open('a', 'channel'),
      open('b', 'channel'),
      connect('a'),
      send('a', 'early'),
      bind('b'),
      receive('b', 'early'),
      ...pass('b', 'a', 'late'),
    ],
  },
  {
    name: 'channel: alone',
    behaviour: 'Without a peer a send is refused, or waits for one in vain, and there is nothing to receive.',
    steps: [
      open('a', 'channel'),
      bind('a'),
      send('a', 'x', { status: 'AGAIN', timeoutMs: 0 }),
      send('a', 'x', { status: 'TIMED_OUT', timeoutMs: 10 }),
      receiveNone('a'),
    ],
  },
  {
    name: 'channel: a second peer',
    behaviour: 'Whoever comes second is turned away, and the first peer stays.',
    steps: [
      ...channelled,
      ...pass('b', 'a', 'first'),
      open('c', 'channel'),
      connect('c'),
      send('c', 'from a stranger'),
      ...pass('a', 'b', 'to the first'),
      ...pass('b', 'a', 'from the first'),
    ],
  },
  {
    name: 'channel: the next peer',
    behaviour: 'When the peer has closed, another may take its place.',
    steps: [
      ...channelled,
      ...pass('b', 'a', 'from the first'),
      close('b'),
      unlinked('a'),
      open('c', 'channel'),
      connect('c'),
      ...pass('c', 'a', 'from the next'),
      ...pass('a', 'c', 'to the next'),
    ],
  },
  {
    name: 'channel: a full peer',
    behaviour: 'A peer that does not receive makes the sender wait, and loses nothing.',
    steps: [
      open('a', 'channel', { send_hwm: 10 }),
      open('b', 'channel', { receive_hwm: 10 }),
      bind('a'),
      connect('b'),
      linked('a'),
      fill('a', 65536, 5000, [], true),
      drain('b', 'a'),
      ...pass('a', 'b', 'on it goes'),
    ],
  },
];

const scattered: Step[] = [open('scatter', 'scatter'), open('gather', 'gather'), bind('gather'), connect('scatter')];
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);

export const scatter: Scenario[] = [
  {
    name: 'scatter: one way',
    behaviour: 'A SCATTER sends to a GATHER, in order; it does not receive, and a GATHER does not send.',
    steps: [
      ...scattered,
      ...numbers(5).map((text) => send('scatter', text)),
      ...numbers(5).map((text) => receive('gather', text)),
      receiveNone('scatter', 'NOT_SUPPORTED'),
      send('gather', 'x', { status: 'NOT_SUPPORTED', timeoutMs: 0 }),
      ...pass('scatter', 'gather', '', many('x', 500_000)),
    ],
  },
  {
    name: 'scatter: exactly one part',
    behaviour: 'A SCATTER sends messages of exactly one part.',
    steps: [...scattered, ...refused('scatter', ['two', 'parts'], ['', '']), ...pass('scatter', 'gather', 'one part')],
  },
  {
    name: 'scatter: in turn',
    behaviour: 'A SCATTER gives each of its GATHERs as much as the others.',
    steps: [
      open('scatter', 'scatter'),
      bind('scatter'),
      ...['one', 'two', 'three'].flatMap((gather) => [open(gather, 'gather'), connect(gather)]),
      waitForPeers('scatter', 3),
      ...numbers(9).map((text) => send('scatter', text)),
      share(['one', 'two', 'three'], 3, numbers(9)),
    ],
  },
  {
    name: 'scatter: from several',
    behaviour: 'A GATHER receives from all of its SCATTERs.',
    steps: [
      open('gather', 'gather'),
      bind('gather'),
      ...['one', 'two', 'three'].flatMap((each) => [open(each, 'scatter'), connect(each), send(each, `of ${each}`)]),
      share(['gather'], 3, ['of one', 'of two', 'of three']),
    ],
  },
  {
    name: 'scatter: nobody there',
    behaviour: 'A SCATTER that is bound and has no peer refuses to send, or waits for one in vain.',
    steps: [
      open('scatter', 'scatter'),
      bind('scatter'),
      send('scatter', 'x', { status: 'AGAIN', timeoutMs: 0 }),
      send('scatter', 'x', { status: 'TIMED_OUT', timeoutMs: 10 }),
      open('gather', 'gather'),
      connect('gather'),
      ...pass('scatter', 'gather', 'now'),
    ],
  },
  {
    name: 'scatter: connect before bind',
    behaviour: 'A SCATTER that connects queues for a GATHER that is not bound yet.',
    steps: [
      open('scatter', 'scatter'),
      open('gather', 'gather'),
      connect('scatter'),
      ...numbers(3).map((text) => send('scatter', text)),
      bind('gather'),
      ...numbers(3).map((text) => receive('gather', text)),
    ],
  },
  {
    name: 'scatter: a full peer',
    behaviour: 'A GATHER that does not receive makes the SCATTER wait, and loses nothing.',
    steps: [
      open('scatter', 'scatter', { send_hwm: 10 }),
      open('gather', 'gather', { receive_hwm: 10 }),
      bind('scatter'),
      connect('gather'),
      linked('scatter'),
      fill('scatter', 65536, 5000, [], true),
      drain('gather', 'scatter'),
    ],
  },
  {
    name: 'scatter: one GATHER closes',
    behaviour: 'When a GATHER has closed, everything goes to the other one.',
    steps: [
      open('scatter', 'scatter'),
      bind('scatter'),
      ...['one', 'two'].flatMap((gather) => [open(gather, 'gather'), connect(gather)]),
      linked('scatter', 2),
      close('one'),
      unlinked('scatter'),
      ...numbers(4).map((text) => send('scatter', text)),
      ...numbers(4).map((text) => receive('two', text)),
    ],
  },
];
