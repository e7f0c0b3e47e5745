// Compares libymq with libzmq on this machine. Everything that is compared takes turns, so that a machine that slows
// down slows down all of it; medians and the spread are shown, and the ratio to the faster of the ways of libzmq.
import { spawn, spawnSync } from 'node:child_process';
import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { buildAll } from '../scripts/build.js';
import { environment, inProject, python, root, typescript } from '../scripts/environment.js';

interface Settings {
  sizes: number[];
  hwms: number[];
  rounds: number;
  scale: number;
  ioThreads: number;
  endpoint: string;
  latency: boolean;
  python: boolean;
  node: boolean;
  throughput: boolean;
  json: boolean;
}

/** A way to send and receive with one of the libraries. */
interface Way {
  name: string;
  about: string;
}

/** One way, measured: a value for each round, and the processor time that each message took, both sides together. */
interface Row {
  way: string;
  size: number;
  hwm: number;
  rates: number[];
  cpuNs: number[];
}

interface Throughput {
  messages_per_second: number;
  sender_cpu_ns: number;
  receiver_cpu_ns: number;
}

interface Latency {
  p50_us: number;
  p99_us: number;
  p999_us: number;
}

const ways: Way[] = [
  { name: 'ymq-batch', about: 'libymq, many messages per call: connector_send_sync, connector_recv_sync' },
  { name: 'zmq-buffer', about: 'libzmq, one message per call: zmq_send, zmq_recv' },
  { name: 'ymq-single', about: 'libymq, one message per call: connector_send_sync, connector_recv_sync' },
  { name: 'zmq-message', about: 'libzmq, message objects: zmq_msg_send, zmq_msg_recv' },
  { name: 'ymq-message', about: 'libymq, message handles: connector_send_message_sync, connector_recv_message_sync' },
];

/** Enough messages for about half a second of libzmq, so that a round of everything stays short. */
function countFor(size: number, scale: number): number {
  return Math.max(1000, Math.round((scale * 4e9) / (1000 + size) / (1 + 1000 / (size + 250))));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** Runs a benchmark and reads the JSON that it prints. */
async function measure<Result>(program: string, args: string[]): Promise<Result> {
  const child = spawn(inProject('build', 'release', 'bench', program), [...args, '--json'], {
    cwd: root,
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with status ${code}`);
  return JSON.parse(output) as Result;
}

async function measureThroughput(row: Row, settings: Settings): Promise<void> {
  const { messages_per_second, sender_cpu_ns, receiver_cpu_ns } = await measure<Throughput>('bench_throughput', [
    ...['--send', row.way, '--receive', row.way, '--endpoint', settings.endpoint],
    ...['--size', `${row.size}`, '--hwm', `${row.hwm}`, '--io-threads', `${settings.ioThreads}`],
    ...['--count', `${countFor(row.size, settings.scale)}`],
  ]);
  row.rates.push(messages_per_second);
  row.cpuNs.push(sender_cpu_ns + receiver_cpu_ns);
}

/** Message handles are for large messages, where nothing else avoids the copy. */
function waysFor(size: number): Way[] {
  return ways.filter(({ name }) => name !== 'ymq-message' || size >= 1024);
}

async function compareThroughput(settings: Settings): Promise<Row[]> {
  const rows = settings.hwms.flatMap((hwm) =>
    settings.sizes.flatMap((size) =>
      waysFor(size).map(({ name }): Row => ({ way: name, size, hwm, rates: [], cpuNs: [] })),
    ),
  );
  const format = '{bar} {value}/{total} runs, {eta_formatted} left';
  const bar = new SingleBar({ format, noTTYOutput: true, notTTYSchedule: 10_000 });
  if (!settings.json) bar.start(rows.length * settings.rounds, 0);
  for (const group of groupsOf(rows)) {
    for (let round = 0; round < settings.rounds; round += 1) {
      for (const row of group) {
        await measureThroughput(row, settings);
        bar.increment();
      }
    }
  }
  bar.stop();
  return rows;
}

/** The rows that are compared with each other: the same messages under the same mark. */
function groupsOf(rows: Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.hwm} ${row.size}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** The median of the faster of libzmq's ways. */
function baselineOf(group: Row[]): number {
  return Math.max(...group.filter(({ way }) => way.startsWith('zmq')).map(({ rates }) => median(rates)));
}

/** Without colours and lines between rows, so that the table can be pasted anywhere. */
const plain = { style: { head: [], border: [], compact: true } };
const sizeName = (size: number) =>
  size >= 1 << 20 ? `${size / (1 << 20)} MiB` : size >= 1024 ? `${size / 1024} KiB` : `${size} B`;
const rounded = (value: number) => Math.round(value).toLocaleString('en');

function printThroughput(rows: Row[], { endpoint, ioThreads, rounds }: Settings): void {
  console.log(`\nPUSH to PULL, two processes, ${endpoint}, ${ioThreads} io thread(s), median of ${rounds} rounds`);
  for (const { name, about } of ways) console.log(`  ${name.padEnd(12)} ${about}`);
  console.log('  ratio: to the faster of the two ways of libzmq; cpu: sender and receiver together');
  const head = ['size', 'hwm', '', 'messages/s', 'least', 'most', 'Gb/s', 'cpu ns/message', 'ratio'];
  const table = new Table({ ...plain, head, colAligns: ['right', 'right', 'left', ...Array(6).fill('right')] });
  for (const group of groupsOf(rows)) {
    const baseline = baselineOf(group);
    for (const { way, size, hwm, rates, cpuNs } of group) {
      const rate = median(rates);
      table.push([
        ...[sizeName(size), hwm, way, rounded(rate), rounded(Math.min(...rates)), rounded(Math.max(...rates))],
        ...[(rate * size * 8e-9).toFixed(2), rounded(median(cpuNs)), `${(rate / baseline).toFixed(2)}x`],
      ]);
    }
  }
  console.log(table.toString());
}

interface LatencyRow {
  way: string;
  results: Latency[];
}

async function compareLatency({ rounds, endpoint, ioThreads, scale }: Settings): Promise<LatencyRow[]> {
  const rows: LatencyRow[] = ['ymq', 'zmq'].map((way) => ({ way, results: [] }));
  const count = Math.max(1000, Math.round(20_000 * scale));
  for (let round = 0; round < rounds; round += 1) {
    for (const { way, results } of rows) {
      const args = ['--way', way, '--endpoint', endpoint, '--io-threads', `${ioThreads}`, '--count', `${count}`];
      results.push(await measure<Latency>('bench_latency', args));
    }
  }
  return rows;
}

function printLatency(rows: LatencyRow[], { endpoint, rounds }: Settings): void {
  console.log(
    `\nRound trips of 64 B between PAIRs, two processes, ${endpoint}, in microseconds, median of ${rounds} rounds`,
  );
  const table = new Table({
    ...plain,
    head: ['', 'p50', 'p99', 'p99.9'],
    colAligns: ['left', 'right', 'right', 'right'],
  });
  for (const { way, results } of rows) {
    const middle = (key: keyof Latency) => median(results.map((result) => result[key])).toFixed(1);
    table.push([`lib${way}`, middle('p50_us'), middle('p99_us'), middle('p999_us')]);
  }
  console.log(table.toString());
}

/** The benchmark of a binding, which prints for itself. */
function runOther(command: string[], settings: Settings): void {
  const [program = '', ...args] = [...command, '--rounds', `${settings.rounds}`, ...(settings.json ? ['--json'] : [])];
  const { status } = spawnSync(program, args, {
    cwd: root,
    env: environment(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with status ${status}`);
}

function naturalNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is needed');
  return value;
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('a number above 0 is needed');
  return value;
}

const naturalNumbers = (text: string) => text.split(',').map(naturalNumber);

function parse(): Settings {
  const sizes = [16, 128, 1024, 65_536, 1 << 20];
  return new Command('npm run bench --')
    .description(
      'Compares the speed of libymq with that of libzmq, PUSH to PULL between two processes of this machine.',
    )
    .option('--sizes <bytes,...>', 'sizes of a message', naturalNumbers, sizes)
    .option(
      '--hwms <messages,...>',
      'high-water marks, the same on both sides and for both libraries',
      naturalNumbers,
      [1000, 100_000],
    )
    .option('--rounds <rounds>', 'how often each takes its turn', naturalNumber, 5)
    .option('--scale <factor>', 'more or fewer messages in a run', positiveNumber, 1)
    .option('--io-threads <threads>', 'io threads of each process', naturalNumber, 1)
    .option('--endpoint <endpoint>', 'where to meet: tcp://127.0.0.1:* or ipc://*', 'tcp://127.0.0.1:*')
    .option('--latency', 'measure round trips too', false)
    .option('--python', 'compare the Python binding with pyzmq too', false)
    .option('--node', 'compare the Node binding with the package zeromq too', false)
    .option('--no-throughput', 'leave out the comparison of the C libraries')
    .option('--json', 'print JSON, and no progress', false)
    .parse()
    .opts<Settings>();
}

async function main(): Promise<void> {
  const settings = parse();
  await buildAll([
    { name: 'release', targets: ['ymq', 'bench_throughput', 'bench_latency'] },
    ...(settings.node ? [{ name: 'node' as const }] : []),
  ]);
  if (settings.throughput) {
    const rows = await compareThroughput(settings);
    if (settings.json) console.log(JSON.stringify({ throughput: rows }));
    else printThroughput(rows, settings);
  }
  if (settings.latency) {
    const rows = await compareLatency(settings);
    if (settings.json) console.log(JSON.stringify({ latency: rows }));
    else printLatency(rows, settings);
  }
  if (settings.python) runOther([python, inProject('bench', 'python_throughput.py')], settings);
  if (settings.node) runOther(typescript(inProject('bench', 'node_throughput.ts')), settings);
}

await main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
