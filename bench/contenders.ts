import { inProject } from '../scripts/environment.js';
import type { Options, ProgramName } from './programs.js';

export type Library = 'libymq' | 'libzmq' | 'nng' | 'raw' | 'OMQ' | 'rzmq' | 'pyzmq' | 'zeromq';
export type Backend = 'epoll' | 'io_uring';

/** One library under one setting in one way of using it. */
export interface Contender {
  /** Told apart from others by it: `libymq io_uring, batch, 2 io threads`. */
  name: string;
  library: Library;
  backend?: Backend;
  /** Where it is another than the scenario's. */
  program?: ProgramName;
  options: Options;
  env: Record<string, string>;
}

export const backends: Backend[] = ['epoll', 'io_uring'];

/** Where the build of `bench/peers` puts what stands in for libzmq. */
export const omqLibrary = inProject('build', 'peers', 'release', 'libomq_zmq.so');

/** The setting in which libzmq is tuned for throughput. The high-water mark is the same for all in each comparison. */
const tuned = { 'io-threads': 2, buffers: 4 << 20 };

function words(...parts: (string | false)[]): string {
  return parts.filter(Boolean).join(', ');
}

/** libymq on each backend, in each of these ways (`ymq-batch`, or `ymq` for programs that have one), with these threads. */
export function libymq(ways: string[], ioThreads: number[] = [1], options: Options = {}): Contender[] {
  return backends.flatMap((backend) =>
    ways.flatMap((way) =>
      ioThreads.map((threads) => ({
        name: words(`libymq ${backend}`, way.replace(/^ymq-?/, ''), threads > 1 && `${threads} io threads`),
        library: 'libymq' as const,
        backend,
        options: { way, 'io-threads': threads, ...options },
        env: { YMQ_BACKEND: backend },
      })),
    ),
  );
}

/** libymq on each backend in one way, with acknowledged delivery and, right after that, without. */
export function acknowledgedAndNot(way: string): Contender[] {
  return libymq([way]).flatMap((one) => [one, withoutAcknowledgement(one)]);
}

function withoutAcknowledgement({ name, options, ...rest }: Contender): Contender {
  return { ...rest, name: words(name, 'unacknowledged'), options: { ...options, unacknowledged: true } };
}

function zmqWay(prefix: string, library: Library, way: string, options: Options, env = {}): Contender {
  return { name: words(prefix, way.replace(/^zmq-?/, '')), library, options: { way, ...options }, env };
}

/** libzmq with one io thread and the system's buffers, as it is without a setting, and tuned. */
export function libzmq(ways: string[]): Contender[] {
  return ways.flatMap((way) => [
    zmqWay('libzmq default', 'libzmq', way, { 'io-threads': 1 }),
    zmqWay('libzmq tuned', 'libzmq', way, tuned),
  ]);
}

/** libzmq where neither io threads nor socket buffers play a part. */
export function libzmqDefault(ways: string[]): Contender[] {
  return ways.map((way) => zmqWay('libzmq default', 'libzmq', way, { 'io-threads': 1 }));
}

/** OMQ's C interface is libzmq's, so that the same program runs with it in libzmq's place. */
export function omq(way: string): Contender[] {
  return [zmqWay('OMQ', 'OMQ', way, { 'io-threads': 1 }, { LD_PRELOAD: omqLibrary })];
}

/** A messaging library in Rust that uses io_uring. It has a program of its own, for PUSH to PULL over tcp. */
export function rzmq(): Contender[] {
  return ['io_uring', 'tokio'].map((way) => ({
    name: `rzmq, ${way}`,
    library: 'rzmq' as const,
    program: 'rzmq' as const,
    options: { way },
    env: {},
  }));
}

export function nng(about = ''): Contender[] {
  return [{ name: words('nng', about), library: 'nng', options: { way: 'nng' }, env: {} }];
}

/** Bare sockets, or a bare queue between threads: the limit. */
export function raw(): Contender[] {
  return [{ name: 'raw', library: 'raw', options: { way: 'raw' }, env: {} }];
}

/** A package of a language that libzmq's bindings are compared in. */
export function foreign(library: Library, name: string, options: Options): Contender[] {
  return [{ name, library, options, env: {} }];
}
