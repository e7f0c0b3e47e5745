import Progress from 'cli-progress';
import Table from 'cli-table3';
import type { Found } from './files.js';
import { clientOf, type Lane, type LaneTally, type Way } from './lanes.js';
import type { Cutting } from './links.js';

export interface LaneResult extends Lane, LaneTally {}

/** What the lanes came to, done in one way. */
export interface Run extends Way {
  lanes: LaneResult[];
}

const megabyte = 1e6;

export function describeJob(folder: string, found: Found, { cuts, seed }: Cutting): string {
  return `${describeFound(folder, found)}\nEach connection between processes is cut: --cuts ${cuts} --seed ${seed}`;
}

export function describeWay({ library, delivery }: Way): string {
  return library === 'libzmq' ? 'libzmq' : `libymq, ${delivery} delivery`;
}

function describeFound(folder: string, found: Found): string {
  const left = [
    [found.irregular, 'links and special files'],
    [found.unreadable, 'unreadable'],
    [found.tooLarge, 'larger than --max-bytes'],
  ].filter(([count]) => count !== 0);
  const note = left.map(([count, what]) => `${count} ${what}`).join(', ');
  const size = (found.bytes / megabyte).toFixed(1);
  return `${found.files.length} files, ${size} MB below ${folder}${note ? ` (left out: ${note})` : ''}`;
}

/** A bar that moves; without a terminal, a line every two seconds. */
export class LaneProgress {
  readonly #bar: Progress.SingleBar;
  #began: number | undefined;

  constructor(lane: Lane, files: number) {
    const name = `${lane.transport} ${lane.language}`.padEnd(13);
    this.#bar = new Progress.SingleBar(
      {
        format: `${name} {bar} {value}/{total} files  {rate} MB/s`,
        hideCursor: true,
        noTTYOutput: true,
        notTTYSchedule: 2000,
        barsize: 30,
        emptyOnZero: true,
        // The job itself ends in order when it is interrupted.
        gracefulExit: false,
      },
      Progress.Presets.shades_classic,
    );
    this.#bar.start(files, 0, { rate: '0.0' });
  }

  show(files: number, bytes: number): void {
    this.#began ??= performance.now();
    const seconds = (performance.now() - this.#began) / 1000;
    const rate = seconds > 0 ? bytes / megabyte / seconds : 0;
    this.#bar.update(files, { rate: rate.toFixed(1) });
  }

  end(): void {
    this.#bar.stop();
  }
}

const laneColumns = ['transport', 'client', 'workers'];
const speedColumns = ['files', 'bytes', 'MB/s', 'files/s', 'p50 ms', 'p99 ms'];
const faultColumns = ['links broken', 'resent', 'mismatches', 'missing', 'twice'];

export function tableOf(results: LaneResult[]): string {
  return tableWith(laneColumns, [...speedColumns, ...faultColumns], results.map(rowOf));
}

/** A row for each way. */
export function comparisonOf(runs: Run[]): string {
  const [linksBroken, ...others] = faultColumns as [string, ...string[]];
  return tableWith([''], [linksBroken, 'files sent', ...others], runs.map(sumOf));
}

function tableWith(names: string[], numbers: string[], rows: string[][]): string {
  const table = new Table({
    head: [...names, ...numbers],
    colAligns: [...names.map(() => 'left' as const), ...numbers.map(() => 'right' as const)],
    style: { head: [], border: [] },
  });
  table.push(...rows);
  return table.toString();
}

function rowOf(result: LaneResult): string[] {
  const { transport, language, files, bytes, seconds, p50, p99, broken = '-', resent = '-' } = result;
  const perSecond = (amount: number) => (seconds > 0 ? amount / seconds : 0);
  return [
    ...[transport, clientOf(result), language, String(files), String(bytes)],
    ...[perSecond(bytes / megabyte).toFixed(1), perSecond(files).toFixed(0), p50.toFixed(2), p99.toFixed(2)],
    ...[broken, resent, result.mismatches, result.missing, result.twice].map(String),
  ];
}

function sumOf(run: Run): string[] {
  const sum = (field: 'broken' | 'sent' | 'resent' | 'mismatches' | 'missing' | 'twice') =>
    String(run.lanes.reduce((total, lane) => total + (lane[field] ?? 0), 0));
  const counts = (['broken', 'sent', 'resent', 'mismatches', 'missing', 'twice'] as const).map(sum);
  return [describeWay(run), ...counts];
}
