import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connector, IoContext } from 'ymq';
import { environment, inProject, typescript } from '../../scripts/environment.js';
import { BrokerModule } from './broker.js';
import { Child, resentBy, stopAll } from './child.js';
import { type ClientTally, sendFiles, type Work } from './client.js';
import type { Tally } from './ledger.js';
import { type Cutting, Links } from './links.js';
import { serve } from './worker.js';

export const transports = ['tcp', 'ipc', 'inproc'] as const;
export const languages = ['python', 'node'] as const;
export type Transport = (typeof transports)[number];
export type Language = (typeof languages)[number];
export type Library = 'libymq' | 'libzmq';
export type Delivery = 'acknowledged' | 'plain';

/** One way for every file to go: a transport, and the language of the workers at its end. */
export interface Lane {
  transport: Transport;
  language: Language;
}

/** What carries the messages, and whether it makes good what broken connections lose. */
export interface Way {
  library: Library;
  delivery: Delivery;
}

export interface LaneWork extends Work, Way, Cutting {
  workers: number;
  /** The Python to run workers with. */
  python: string;
}

/** What a lane came to. Where it has no connections, nothing is broken and nothing sent again. */
export interface LaneTally extends Tally {
  /** How many connections were cut. */
  broken?: number;
  /** Messages that any of its processes sent again. */
  resent?: number;
}

const here = (file: string) => inProject('examples', 'start', file);
const built = (file: string) => inProject('build', 'release', 'examples', file);

/** The language of the client. It is Node, but for inproc, which reaches no further than its process. */
export function clientOf(lane: Lane): Language {
  return lane.transport === 'inproc' ? lane.language : 'node';
}

/** Sends every file along the lane. Leaves no process, no thread and no file behind, however it ends. */
export async function runLane(lane: Lane, work: LaneWork): Promise<LaneTally> {
  if (lane.transport !== 'inproc') return await runNetworkLane(lane, work);
  return lane.language === 'node' ? await runNodeInproc(work) : await runPythonInproc(work);
}

/** A failure of one process ends the lane at once; what came back until then is counted. */
function failing(work: LaneWork): { work: LaneWork; fail: (error: Error) => void } {
  const controller = new AbortController();
  const fail = (error: Error) => {
    console.error(`\n${error.message}`);
    controller.abort();
  };
  return { work: { ...work, signal: AbortSignal.any([work.signal, controller.signal]) }, fail };
}

async function runNetworkLane(lane: Lane, given: LaneWork): Promise<LaneTally> {
  const { work, fail } = failing(given);
  const folder = await mkdtemp(join(tmpdir(), 'ymq-start-'));
  const links = new Links(`${lane.transport} ${lane.language}`, folder, work);
  const children: Child[] = [];
  const start = (name: string, command: string[]) => {
    const child = new Child(name, command, environment(), fail);
    children.push(child);
    return child;
  };
  try {
    const broker = start('broker', brokerCommand(lane.transport, folder, work));
    const tally = await runClientAndWorkers(broker, links, lane, work, start);
    return { ...tally, broken: links.broken, resent: tally.resent + (await resentBy(children)) };
  } finally {
    await stopAll(children);
    links.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The client and each worker have a link of their own to the broker. */
async function runClientAndWorkers(
  broker: Child,
  links: Links,
  lane: Lane,
  work: LaneWork,
  start: (name: string, command: string[]) => Child,
): Promise<ClientTally> {
  const bytes = work.files.reduce((sum, { size }) => sum + size, 0);
  const [front, back] = [await expectLine(broker), await expectLine(broker)];
  const workers: Child[] = [];
  for (let index = 0; index < work.workers; index++) {
    const endpoint = await links.before(back, bytes / work.workers);
    workers.push(start(`${lane.language} worker ${index}`, workerCommand(lane.language, endpoint, work)));
  }
  await Promise.all(workers.map(expectLine));
  return await runClient(await links.before(front, bytes), work);
}

/** The name of the same thing with this library. */
function withLibrary(name: string, { library }: Way): string {
  return library === 'libzmq' ? `${name}_zmq` : name;
}

/** It is at one end of every link: where it does not acknowledge, nobody does. */
function brokerCommand(transport: Transport, folder: string, way: Way): string[] {
  const isPlain = way.library === 'libymq' && way.delivery === 'plain';
  return [built(withLibrary('start_broker', way)), ...bindings(transport, folder), ...(isPlain ? ['plain'] : [])];
}

/** Where the broker is to bind its front and its back. */
function bindings(transport: Transport, folder: string): [string, string] {
  if (transport === 'tcp') return ['tcp://127.0.0.1:*', 'tcp://127.0.0.1:*'];
  return [`ipc://${join(folder, 'front')}`, `ipc://${join(folder, 'back')}`];
}

function workerCommand(language: Language, back: string, work: LaneWork): string[] {
  const worker = here(withLibrary('worker', work));
  return language === 'python' ? [work.python, `${worker}.py`, back] : typescript(`${worker}.ts`, back);
}

async function expectLine(child: Child): Promise<string> {
  const line = await child.line();
  if (line === undefined) throw new Error(`${child.name} said nothing`);
  return line;
}

/** It has a name, without which nobody would know it again after a broken connection where nothing is acknowledged. */
async function runClient(front: string, work: LaneWork): Promise<ClientTally> {
  if (work.library === 'libzmq') {
    const { ZmqDealer } = await import('./dealer_zmq.js');
    return await sendFiles(new ZmqDealer(front, 'client'), work);
  }
  const context = new IoContext();
  try {
    return await sendFiles(connected(context, front, 'client'), work);
  } finally {
    await context.close();
  }
}

async function runNodeInproc(work: LaneWork): Promise<Tally> {
  const [front, back] = ['inproc://front', 'inproc://back'];
  const context = new IoContext();
  const stopBroker = new BrokerModule(built('libstart_broker.so')).start(context.handle, front, back);
  const workers = Array.from({ length: work.workers }, () => connected(context, back));
  const served = workers.map(serve);
  try {
    const { resent, ...tally } = await sendFiles(connected(context, front), work);
    return tally;
  } finally {
    await Promise.all(workers.map((worker) => worker.close()));
    await Promise.all(served);
    stopBroker();
    await context.close();
  }
}

function connected(context: IoContext, endpoint: string, identity = ''): Connector {
  const connector = context.connector('dealer', { identity });
  connector.connect(endpoint);
  return connector;
}

async function runPythonInproc(given: LaneWork): Promise<Tally> {
  const { work, fail } = failing(given);
  const limits = [work.maxInFlight, work.maxBytesInFlight, work.silenceMs / 1000].map(String);
  const command = [work.python, here('inproc_lane.py'), built('libstart_broker.so'), String(work.workers), ...limits];
  const child = new Child('python inproc', command, environment(), fail);
  work.signal.addEventListener('abort', () => void child.stop());
  try {
    child.write(`${JSON.stringify(work.files.map(({ path }) => path))}\n`);
    return await followTally(child, work);
  } finally {
    await child.stop();
  }
}

/** Passes on the progress that the child tells of, until it tells its tally. */
async function followTally(child: Child, work: LaneWork): Promise<Tally> {
  for (let line = await child.line(); line !== undefined; line = await child.line()) {
    const told = JSON.parse(line) as Pick<Tally, 'files' | 'bytes'> | Tally;
    if ('missing' in told) return told;
    work.onProgress(told.files, told.bytes);
  }
  throw new Error(`${child.name} ended without a tally`);
}
