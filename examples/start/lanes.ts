import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connector, IoContext } from 'ymq';
import { environment, inProject, typescript } from '../../scripts/environment.js';
import { BrokerModule } from './broker.js';
import { Child, stopAll } from './child.js';
import { sendFiles, type Work } from './client.js';
import type { Tally } from './ledger.js';
import { serve } from './worker.js';

export const transports = ['tcp', 'ipc', 'inproc'] as const;
export const languages = ['python', 'node'] as const;
export type Transport = (typeof transports)[number];
export type Language = (typeof languages)[number];

/** One way for every file to go: a transport, and the language of the workers at its end. */
export interface Lane {
  transport: Transport;
  language: Language;
}

export interface LaneWork extends Work {
  workers: number;
  /** The Python to run workers with. */
  python: string;
}

const here = (file: string) => inProject('examples', 'start', file);
const built = (file: string) => inProject('build', 'release', 'examples', file);

/** The language of the client. It is Node, but for inproc, which reaches no further than its process. */
export function clientOf(lane: Lane): Language {
  return lane.transport === 'inproc' ? lane.language : 'node';
}

/** Sends every file along the lane. Leaves no process, no thread and no file behind, however it ends. */
export async function runLane(lane: Lane, work: LaneWork): Promise<Tally> {
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

async function runNetworkLane(lane: Lane, given: LaneWork): Promise<Tally> {
  const { work, fail } = failing(given);
  const folder = await mkdtemp(join(tmpdir(), 'ymq-start-'));
  const children: Child[] = [];
  const start = (name: string, command: string[]) => {
    const child = new Child(name, command, environment(), fail);
    children.push(child);
    return child;
  };
  try {
    const broker = start('broker', [built('start_broker'), ...bindings(lane.transport, folder)]);
    const [front, back] = [await expectLine(broker), await expectLine(broker)];
    const command = workerCommand(lane.language, back, work);
    const workers = Array.from({ length: work.workers }, (_, index) =>
      start(`${lane.language} worker ${index}`, command),
    );
    await Promise.all(workers.map(expectLine));
    return await runClient(front, work);
  } finally {
    await stopAll(children);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where the broker is to bind its front and its back. */
function bindings(transport: Transport, folder: string): [string, string] {
  if (transport === 'tcp') return ['tcp://127.0.0.1:*', 'tcp://127.0.0.1:*'];
  return [`ipc://${join(folder, 'front')}`, `ipc://${join(folder, 'back')}`];
}

function workerCommand(language: Language, back: string, work: LaneWork): string[] {
  return language === 'python' ? [work.python, here('worker.py'), back] : typescript(here('worker.ts'), back);
}

async function expectLine(child: Child): Promise<string> {
  const line = await child.line();
  if (line === undefined) throw new Error(`${child.name} said nothing`);
  return line;
}

async function runClient(front: string, work: LaneWork): Promise<Tally> {
  const context = new IoContext();
  try {
    const client = context.connector('dealer');
    client.connect(front);
    return await sendFiles(client, work);
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
    return await sendFiles(connected(context, front), work);
  } finally {
    await Promise.all(workers.map((worker) => worker.close()));
    await Promise.all(served);
    stopBroker();
    await context.close();
  }
}

function connected(context: IoContext, endpoint: string): Connector {
  const connector = context.connector('dealer');
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
