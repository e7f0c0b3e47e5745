import {
  acknowledgedAndNot,
  type Backend,
  backends,
  type Contender,
  foreign,
  type Library,
  libymq,
  libzmq,
  libzmqDefault,
  nng,
  omq,
  raw,
  rzmq,
} from './contenders.js';
import { type FigureName, figures, formatSize } from './figures.js';
import type { Options, ProgramName } from './programs.js';

/** How many messages a run has: always as many, or as many as take about the wanted time at the rate that was seen. */
export type Amount = { fixed: number } | { first: number; least: number; pace: FigureName };

/** What is measured against each other in one comparison: the same messages in the same setting. */
export interface Point {
  /** Told apart from others of the scenario by it: `16 B, HWM 1,000`. */
  name: string;
  program: ProgramName;
  options: Options;
  /** Undefined for programs that take no `--count`. */
  amount?: Amount;
  contenders: Contender[];
  /** What is shown. The first is what the contenders are compared by. */
  figures: [FigureName, ...FigureName[]];
  traced?: boolean;
  /** Part of the quick look. */
  quick?: boolean;
}

/** The best contender of a library at a point, by the first figure of the point. */
export interface Term {
  point: string;
  figure: FigureName;
  library: Library;
  backend?: Backend;
  /** libymq without acknowledged delivery. */
  unacknowledged?: boolean;
}

/** What is aimed at: a figure, or its ratio to another, within a limit. */
export interface Aim {
  /** Which case of the scenario it is about. */
  about: string;
  of: Term;
  over?: Term;
  is: 'at least' | 'at most' | 'below';
  limit: number;
  /** `6x libzmq`. */
  text: string;
}

export interface Scenario {
  name: string;
  title: string;
  points: Point[];
  aims: Aim[];
  /** Measured with each side on a processor of its own as well. */
  headline?: boolean;
  /** Programs that cannot be pinned. */
  neverPinned?: boolean;
  /** For what takes long and hardly spreads. */
  mostRounds?: number;
  /** So many rounds for each that is asked for: for what is over at once and spreads much. */
  roundsTimes?: number;
  /** About how long a run takes beyond the sending. */
  overheadSeconds: number;
  limitSeconds: number;
}

type Transport = 'tcp' | 'ipc' | 'inproc';

const smallSizes = [16, 128, 1024];
const largeSizes = [64 << 10, 1 << 20, 8 << 20];

/** The default of libzmq. What libymq's own is does not matter: it is set for all. */
const defaultHwm = 1000;

const rates: Point['figures'] = ['messages_per_second', 'gigabits_per_second', 'cpu_seconds_per_million'];

/** Handles are what avoids copies, so they are tried where copies cost; many messages per call where calls do. */
function waysOfThroughput(size: number): string[] {
  return [...(size >= 1024 ? ['ymq-message'] : []), 'ymq-batch', ...(size <= 1024 ? ['ymq-single'] : [])];
}

/** Both may use a second io thread, which one connection hardly does: libymq's is tried in its fastest way. */
function contendersOfThroughput(transport: Transport, size: number): Contender[] {
  const zmqWays = ['zmq-buffer', 'zmq-message'];
  if (transport === 'inproc')
    return [...libymq(waysOfThroughput(size)), ...libzmqDefault(zmqWays), ...omq('zmq-message'), ...nng(), ...raw()];
  return [
    ...libymq(waysOfThroughput(size)),
    ...libymq(['ymq-batch'], [2]),
    ...libzmq(zmqWays),
    ...omq('zmq-message'),
    ...(transport === 'tcp' ? rzmq() : []),
    ...nng(),
    ...raw(),
  ];
}

function throughput(transport: Transport, size: number, hwm: number): Point {
  return {
    name: hwmOf(transport, size, hwm),
    program: 'throughput',
    options: { transport, size, hwm },
    amount: { first: Math.max(20, Math.min(50_000, Math.round(50e6 / size))), least: 32, pace: 'messages_per_second' },
    contenders: contendersOfThroughput(transport, size),
    figures: rates,
    quick: (size === 128 || size === 1 << 20) && hwm === defaultHwm,
  };
}

/** The mark is told where there are several. */
function hwmOf(transport: Transport, size: number, hwm: number): string {
  const name = formatSize(size);
  return transport === 'tcp' && size <= 1024 ? `${name}, HWM ${hwm.toLocaleString('en')}` : name;
}

function best(point: string, figure: FigureName, library: Library, backend?: Backend): Term {
  return { point, figure, library, ...(backend && { backend }) };
}

/** libymq's figure of the point over that of another library. */
function against(
  { name: point, figures: [main] }: Point,
  library: Library,
  is: Aim['is'],
  limit: number,
  figure = main,
): Aim {
  const text = is === 'below' ? `below ${library}'s` : `${is} ${limit}x ${library}`;
  return { about: point, of: best(point, figure, 'libymq'), over: best(point, figure, library), is, limit, text };
}

/** `factor` times as fast as libzmq at each point. */
function timesLibzmq(points: Point[], factor: number): Aim[] {
  return points.map((point) => against(point, 'libzmq', 'at least', factor));
}

const aimsBySize: Record<number, number> = { 16: 6, 128: 5, 1024: 3 };

function aimsOfSmall(points: Point[]): Aim[] {
  return points.map((point) => against(point, 'libzmq', 'at least', aimsBySize[Number(point.options.size)]!));
}

function aimsOfLarge(points: Point[]): Aim[] {
  return points.flatMap((point) => [against(point, 'libzmq', 'at least', 1.3), against(point, 'raw', 'at least', 0.9)]);
}

function pushTcpSmall(): Scenario {
  const points = [defaultHwm, 100_000].flatMap((hwm) => smallSizes.map((size) => throughput('tcp', size, hwm)));
  return {
    name: 'push-tcp-small',
    title: 'PUSH to PULL, tcp, 16 B / 128 B / 1 KiB',
    points,
    aims: aimsOfSmall(points),
    headline: true,
    overheadSeconds: 0.1,
    limitSeconds: 30,
  };
}

function pushTcpLarge(): Scenario {
  const points = largeSizes.map((size) => throughput('tcp', size, defaultHwm));
  return {
    name: 'push-tcp-large',
    title: 'PUSH to PULL, tcp, 64 KiB / 1 MiB / 8 MiB',
    points,
    aims: aimsOfLarge(points),
    headline: true,
    overheadSeconds: 0.15,
    limitSeconds: 30,
  };
}

function pushIpc(): Scenario {
  const small = smallSizes.map((size) => throughput('ipc', size, defaultHwm));
  const large = largeSizes.map((size) => throughput('ipc', size, defaultHwm));
  return {
    name: 'push-ipc',
    title: 'PUSH to PULL, ipc, 16 B to 8 MiB',
    points: [...small, ...large],
    aims: [...aimsOfSmall(small), ...aimsOfLarge(large)],
    overheadSeconds: 0.1,
    limitSeconds: 30,
  };
}

function pushInproc(): Scenario {
  const points = [...smallSizes, ...largeSizes].map((size) => throughput('inproc', size, defaultHwm));
  return {
    name: 'push-inproc',
    title: 'PUSH to PULL, inproc, 16 B to 8 MiB',
    points,
    aims: timesLibzmq(points, 2),
    overheadSeconds: 0.05,
    limitSeconds: 30,
  };
}

function roundTrip(transport: Transport): Point {
  return {
    name: transport,
    program: 'round_trip',
    options: { transport, size: 64, hwm: defaultHwm },
    amount: { fixed: 20_000 },
    contenders: [
      ...libymq(['ymq']),
      ...(transport === 'inproc' ? libzmqDefault(['zmq']) : libzmq(['zmq'])),
      ...omq('zmq'),
      ...nng(),
      ...raw(),
    ],
    figures: ['p50_us', 'p99_us', 'p999_us'],
    quick: true,
  };
}

function aimsOfRoundTrip(point: Point): Aim[] {
  const { name } = point;
  const tail: Aim = {
    about: name,
    of: best(name, 'p99_us', 'libymq'),
    over: best(name, 'p50_us', 'libzmq'),
    is: 'below',
    limit: 1,
    text: "p99 below libzmq's p50",
  };
  return [{ ...against(point, 'raw', 'at most', 1.3), text: 'p50 at most 1.3x raw' }, tail];
}

function roundTripSockets(): Scenario {
  const points = [roundTrip('tcp'), roundTrip('ipc')];
  return {
    name: 'round-trip',
    title: 'round trip 64 B, sync, tcp and ipc',
    points,
    aims: points.flatMap(aimsOfRoundTrip),
    headline: true,
    overheadSeconds: 0.6,
    limitSeconds: 30,
  };
}

function roundTripInproc(): Scenario {
  const point = roundTrip('inproc');
  return {
    name: 'round-trip-inproc',
    title: 'round trip 64 B, sync, inproc',
    points: [point],
    aims: [{ ...against(point, 'libzmq', 'at most', 0.8), text: "p50 at most 0.8x libzmq's" }],
    headline: true,
    overheadSeconds: 0.4,
    limitSeconds: 30,
  };
}

const routerSizes = [128, 216];
const routerPeers = [1, 8, 64, 256, 1000];

function router(size: number, peers: number): Point {
  return {
    name: `${size} B, ${peers} ${peers === 1 ? 'peer' : 'peers'}`,
    program: 'router',
    options: { transport: 'tcp', size, peers, hwm: defaultHwm },
    amount: { first: 10_000, least: 10_000, pace: 'messages_per_second' },
    contenders: [
      ...libymq(['ymq-batch', 'ymq-single']),
      ...libymq(['ymq-batch'], [2]),
      ...libzmq(['zmq']),
      ...omq('zmq'),
      ...raw(),
    ],
    figures: ['messages_per_second', 'router_cpu_ns'],
    quick: size === 128 && (peers === 8 || peers === 1000),
  };
}

/** The rate with very many peers over that with a few. */
function scaling(size: number): Aim {
  return {
    about: `${size} B, 1000 peers`,
    of: best(router(size, 1000).name, 'messages_per_second', 'libymq'),
    over: best(router(size, 8).name, 'messages_per_second', 'libymq'),
    is: 'at least',
    limit: 0.7,
    text: 'at least 0.7x that of 8 peers',
  };
}

function routerEcho(): Scenario {
  const points = routerSizes.flatMap((size) => routerPeers.map((peers) => router(size, peers)));
  return {
    name: 'router',
    title: 'ROUTER with 1 to 1000 DEALERs echoing 128 B and 216 B',
    points,
    aims: [...timesLibzmq(points, 3), ...routerSizes.map(scaling)],
    overheadSeconds: 0.3,
    limitSeconds: 30,
  };
}

/**
 * A publisher is ahead of the slowest by up to 1000 messages, and nothing may be dropped: the mark is above that. OMQ
 * drops large messages below the mark, so it is measured with small ones only.
 */
function fanout(size: number, peers: number): Point {
  return {
    name: `${formatSize(size)}, ${peers} ${peers === 1 ? 'subscriber' : 'subscribers'}`,
    program: 'fanout',
    options: { transport: 'tcp', size, peers, topics: 1000, hwm: 10_000 },
    amount: { first: 2000, least: 2000, pace: 'published_per_second' },
    contenders: [
      ...libymq(['ymq']),
      ...libzmq(['zmq']),
      ...(size <= 256 ? omq('zmq') : []),
      ...nng('with its own subscribers'),
      ...raw(),
    ],
    figures: ['messages_per_second', 'published_per_second', 'publisher_cpu_ns'],
    quick: size === 256 && peers === 4,
  };
}

function publish(): Scenario {
  const points = [256, 4096].flatMap((size) => [1, 4, 64].map((peers) => fanout(size, peers)));
  return {
    name: 'fanout',
    title: 'PUB to 1, 4, 64 subscribers, 256 B and 4 KiB, 1000 topics',
    points,
    aims: timesLibzmq(points, 3),
    overheadSeconds: 0.4,
    limitSeconds: 30,
  };
}

/** Everything waits in the sender before the other side is there, so the mark is above that. */
function burst(): Scenario {
  const point: Point = {
    name: '10,000 x 128 B',
    program: 'burst',
    options: { transport: 'tcp', size: 128, hwm: 20_000 },
    amount: { fixed: 10_000 },
    contenders: [...libymq(['ymq']), ...libzmq(['zmq']), ...omq('zmq')],
    figures: ['messages_per_second', 'drain_ms', 'queue_ms'],
    quick: true,
  };
  return {
    name: 'burst',
    title: '10,000-message burst into an unconnected DEALER, then bind',
    points: [point],
    aims: [{ ...against(point, 'libzmq', 'at least', 3), text: '3x libzmq to drain' }],
    roundsTimes: 3,
    overheadSeconds: 0.3,
    limitSeconds: 30,
  };
}

function idle(): Scenario {
  const point: Point = {
    name: '10,000 peers',
    program: 'idle',
    options: { transport: 'tcp', peers: 10_000, 'heartbeat-ms': 2000, seconds: 8 },
    contenders: [...libymq(['ymq']), ...libzmq(['zmq']), ...raw()],
    figures: ['cpu_percent', 'bytes_per_peer'],
  };
  return {
    name: 'idle',
    title: '10,000 idle peers with 2 s heartbeats',
    points: [point],
    aims: [
      { ...against(point, 'libzmq', 'below', 1), text: "CPU % below libzmq's" },
      { ...against(point, 'libzmq', 'below', 1, 'bytes_per_peer'), text: "bytes per peer below libzmq's" },
    ],
    mostRounds: 3,
    overheadSeconds: 20,
    limitSeconds: 240,
  };
}

function large(): Scenario {
  const point: Point = {
    name: '512 MiB',
    program: 'large',
    options: { transport: 'tcp', size: 512 << 20, hwm: defaultHwm },
    contenders: [...libymq(['ymq']), ...libzmqDefault(['zmq'])],
    figures: ['copies', 'sender_copies', 'receiver_copies', 'seconds'],
  };
  const copies = (side: 'sender' | 'receiver'): Aim => ({
    about: side,
    of: best(point.name, `${side}_copies`, 'libymq'),
    is: 'at most',
    limit: 1.1,
    text: 'peak memory at most 1.1 copies',
  });
  return {
    name: 'large-part',
    title: '512 MiB single part',
    points: [point],
    aims: [copies('sender'), copies('receiver')],
    mostRounds: 3,
    overheadSeconds: 2,
    limitSeconds: 120,
  };
}

function bindingPoint(name: string, program: ProgramName, contenders: Contender[], least = 20_000): Point {
  return {
    name,
    program,
    options: { size: 64, hwm: defaultHwm },
    amount: { first: least, least, pace: 'messages_per_second' },
    contenders,
    figures: ['messages_per_second'],
    quick: true,
  };
}

/** The bindings' programs have libymq's way, one message a call, and that of many. */
function libymqInBinding(options: Options = {}): Contender[] {
  return libymq(['ymq', 'ymq-many'], [1], options).map(({ options: { 'io-threads': _, ...rest }, ...contender }) => ({
    ...contender,
    options: rest,
  }));
}

function pythonFaces(): Scenario {
  const point = (face: 'sync' | 'asyncio') =>
    bindingPoint(face, 'python_throughput', [
      ...libymqInBinding({ face }),
      ...foreign('pyzmq', `pyzmq ${face}`, { way: 'pyzmq', face }),
    ]);
  const points = { sync: point('sync'), asyncio: point('asyncio') };
  return {
    name: 'python',
    title: 'Python 64 B tcp, sync and asyncio',
    points: Object.values(points),
    aims: [against(points.sync, 'pyzmq', 'at least', 1.5), against(points.asyncio, 'pyzmq', 'at least', 10)],
    neverPinned: true,
    overheadSeconds: 0.8,
    limitSeconds: 30,
  };
}

function nodeFace(): Scenario {
  const contenders = [...libymqInBinding(), ...foreign('zeromq', 'npm package zeromq', { way: 'zeromq' })];
  // Enough for what V8 has compiled to be what is measured.
  const point = bindingPoint('64 B', 'node_throughput', contenders, 500_000);
  return {
    name: 'node',
    title: 'Node 64 B tcp',
    points: [point],
    aims: [against(point, 'zeromq', 'at least', 10)],
    neverPinned: true,
    overheadSeconds: 1.5,
    limitSeconds: 30,
  };
}

/** The three comparisons of the row about cost, at one point. */
function aimsOfCost({ name: point, figures: [figure] }: Point): Aim[] {
  const below = (backend: Backend, over: Term, whose: string): Aim => ({
    about: point,
    of: best(point, figure, 'libymq', backend),
    over,
    is: 'below',
    limit: 1,
    text: `${backend} below ${whose}`,
  });
  const libzmqBest = best(point, figure, 'libzmq');
  return [
    below('io_uring', best(point, figure, 'libymq', 'epoll'), 'epoll'),
    below('epoll', libzmqBest, 'libzmq'),
    below('io_uring', libzmqBest, 'libzmq'),
  ];
}

function cost(): Scenario {
  const contenders = [...libymq(['ymq-batch', 'ymq-single']), ...libzmq(['zmq-buffer', 'zmq-message']), ...raw()];
  const common = { program: 'throughput' as const, options: { transport: 'tcp', size: 128, hwm: defaultHwm } };
  const points: Point[] = [
    {
      ...common,
      name: 'CPU time',
      amount: { fixed: 1_000_000 },
      contenders,
      figures: ['cpu_seconds_per_million', 'messages_per_second'],
      quick: true,
    },
    {
      ...common,
      name: 'system calls',
      amount: { fixed: 200_000 },
      contenders,
      figures: ['system_calls_per_message'],
      traced: true,
    },
  ];
  return {
    name: 'cost',
    title: 'CPU time per million 128 B messages, and system calls per message',
    points,
    aims: points.flatMap(aimsOfCost),
    overheadSeconds: 1,
    limitSeconds: 120,
  };
}

/** In the way that is fastest at this size. */
function acknowledgedThroughput(size: number): Point {
  const way = size <= 1024 ? 'ymq-batch' : 'ymq-message';
  return { ...throughput('tcp', size, defaultHwm), name: formatSize(size), contenders: acknowledgedAndNot(way) };
}

function acknowledgedRoundTrip(): Point {
  return { ...roundTrip('tcp'), name: 'round trip', contenders: acknowledgedAndNot('ymq') };
}

/** At most a tenth of a rate is lost, or added to a time. */
const acknowledgingLimits = { more: { is: 'at least', limit: 0.9 }, less: { is: 'at most', limit: 1.1 } } as const;

function aimsOfAcknowledging({ name: point, figures: [figure] }: Point): Aim[] {
  const { is, limit } = acknowledgingLimits[figures[figure].better];
  return backends.map((backend) => {
    const of = best(point, figure, 'libymq', backend);
    const text = `${backend} ${is} ${limit}x unacknowledged`;
    return { about: point, of, over: { ...of, unacknowledged: true }, is, limit, text };
  });
}

/** libymq with acknowledged delivery against itself without. */
function acknowledgedDelivery(): Scenario {
  const sizes = [...smallSizes, 64 << 10, 1 << 20];
  const points = [...sizes.map(acknowledgedThroughput), acknowledgedRoundTrip()];
  return {
    name: 'acknowledged',
    title: 'acknowledged delivery, PUSH to PULL 16 B to 1 MiB and round trip 64 B, tcp',
    points,
    aims: points.flatMap(aimsOfAcknowledging),
    roundsTimes: 3,
    overheadSeconds: 0.15,
    limitSeconds: 30,
  };
}

/** Every comparison, in the order in which they run. */
export const scenarios: Scenario[] = [
  pushTcpSmall(),
  pushTcpLarge(),
  pushIpc(),
  pushInproc(),
  roundTripSockets(),
  roundTripInproc(),
  routerEcho(),
  publish(),
  burst(),
  idle(),
  large(),
  pythonFaces(),
  nodeFace(),
  cost(),
  acknowledgedDelivery(),
];
