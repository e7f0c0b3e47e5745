// A peer of the fault tests, in Node: see peer.c, which does the same.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as ymq from 'ymq';
import { type Connector, type ConnectorTypeName, IoContext, isYmqError } from 'ymq';

/** Where the binding shows the mark. */
const { isRedelivered = () => false } = ymq as { isRedelivered?: (message: Buffer[]) => boolean };

const kStandardOutput = 1;
const kFullPipeMs = 1;
const stepMs = 20;
const briefMs = 1;

const text = { type: 'string' } as const;
const list = { type: 'string', multiple: true, default: [] as string[] } as const;
const { values: given } = parseArgs({
  options: {
    pattern: { ...text, default: 'PAIR' },
    role: { ...text, default: 'both' },
    name: { ...text, default: 'peer' },
    to: text,
    sizes: { ...text, default: '0' },
    parts: { ...text, default: '1' },
    'pace-us': { ...text, default: '0' },
    option: list,
    bind: list,
    connect: list,
  },
});

const sends = given.role !== 'receive';
const receives = given.role !== 'send';
const sizes = given.sizes.split(',').map(Number);
const counts = given.parts.split(',').map(Number);
const paceMs = Number(given['pace-us']) / 1000;
let budget = sends ? 0 : Number.POSITIVE_INFINITY;
let accepted = 0;
let isOver = false;

/** Done when it returns, unlike a write to `process.stdout`: where a pipe is full that goes on behind the scenes. */
function write(line: object): void {
  let rest = Buffer.from(`${JSON.stringify(line)}\n`);
  while (rest.length > 0) rest = rest.subarray(writeSome(rest));
}

function writeSome(bytes: Buffer): number {
  try {
    return writeSync(kStandardOutput, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, kFullPipeMs);
    return 0;
  }
}

/** Each part of a message says who sent it, its number, and what the whole message should look like. */
function partOf(name: string, number: number, parts: number, size: number): Buffer {
  return Buffer.from(`${name} ${number} ${parts} ${size} `.padEnd(size, '.'));
}

/** What ends a call for now, and not for good. */
function isPassing(error: unknown): boolean {
  return (['TIMED_OUT', 'AGAIN', 'WRONG_STATE', 'HOST_UNREACHABLE'] as const).some((code) => isYmqError(error, code));
}

async function unlessPassing(step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!isPassing(error)) throw error;
    if (!isYmqError(error, 'TIMED_OUT')) await delay(briefMs);
  }
}

async function sendNext(connector: Connector): Promise<void> {
  const [size, count] = [sizes[accepted % sizes.length]!, counts[accepted % counts.length]!];
  const part = partOf(given.name, accepted, count, size);
  await connector.send([...(given.to ? [given.to] : []), ...Array<Buffer>(count).fill(part)], { timeoutMs: stepMs });
  write({ accepted: accepted++ });
  budget -= 1;
  if (paceMs > 0) await delay(paceMs);
}

async function receiveNext(connector: Connector): Promise<void> {
  const message = await connector.recv({ timeoutMs: stepMs });
  const parts = given.pattern === 'ROUTER' ? message.slice(1) : message;
  const [from = '?', ...numbers] = parts[0]!.toString().split(' ');
  const [number = 0, count = 0, size = 0] = numbers.slice(0, 3).map((word) => Number(word) || 0);
  const expected = partOf(from, number, count, size);
  const intact = parts.length === count && parts.every((part) => part.equals(expected));
  const redelivered = isRedelivered(message);
  write({ received: number, from, redelivered, intact });
  if (!sends) budget -= 1;
}

async function sendAll(connector: Connector): Promise<void> {
  while (sends && !isOver) {
    if (budget > 0) await unlessPassing(() => sendNext(connector));
    else await delay(stepMs);
  }
}

async function receiveAll(connector: Connector): Promise<void> {
  while (receives && !isOver) {
    if (sends || budget > 0) await unlessPassing(() => receiveNext(connector));
    else await delay(stepMs);
  }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function camelCase(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function writeStats(connector: Connector): void {
  const stats = Object.entries(connector.stats()).map(([name, value]) => [snakeCase(name), value]);
  write({ stats: Object.fromEntries(stats) });
}

function obey(connector: Connector, command: string): void {
  const [word, count] = command.split(' ');
  if (word === 'go') budget += Number(count);
  if (word === 'stop') budget = 0;
  if (word === 'stop') write({ stopped: accepted });
  if (word === 'stats') writeStats(connector);
}

function setOption(connector: Connector, setting: string): void {
  const [name, value] = setting.split('=') as [string, string];
  const before = connector.options[camelCase(name) as keyof typeof connector.options];
  const values = { number: Number(value), boolean: value === '1', object: value } as Record<string, unknown>;
  Object.assign(connector.options, { [camelCase(name)]: values[typeof before] });
}

async function main(): Promise<void> {
  const context = new IoContext();
  const connector = context.connector(given.pattern.toLowerCase() as ConnectorTypeName);
  for (const setting of given.option) setOption(connector, setting);
  if (given.pattern === 'SUB') connector.subscribe('');
  for (const endpoint of given.bind) write({ bound: connector.bind(endpoint) });
  for (const endpoint of given.connect) connector.connect(endpoint);
  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => obey(connector, line));
  input.once('close', () => {
    isOver = true;
  });
  await Promise.all([sendAll(connector), receiveAll(connector)]);
  writeStats(connector);
  write({ undelivered: await connector.close() });
  await context.close();
}

await main();
