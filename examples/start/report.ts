import Progress from 'cli-progress';
import Table from 'cli-table3';
import type { Found } from './files.js';
import { clientOf, type Lane } from './lanes.js';
import type { Tally } from './ledger.js';

export interface LaneResult extends Lane, Tally {}

const megabyte = 1e6;

export function describeFound(folder: string, found: Found): string {
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

const columns = ['transport', 'client', 'workers', 'files', 'bytes', 'MB/s', 'files/s', 'p50 ms', 'p99 ms'];

export function tableOf(results: LaneResult[]): string {
  const table = new Table({
    head: [...columns, 'mismatches', 'missing'],
    colAligns: ['left', 'left', 'left', ...Array<'right'>(columns.length - 1).fill('right')],
    style: { head: [], border: [] },
  });
  for (const result of results) table.push(rowOf(result));
  return table.toString();
}

function rowOf(result: LaneResult): string[] {
  const { transport, language, files, bytes, seconds, p50, p99, mismatches, missing } = result;
  const perSecond = (amount: number) => (seconds > 0 ? amount / seconds : 0);
  return [
    ...[transport, clientOf(result), language, String(files), String(bytes)],
    ...[perSecond(bytes / megabyte).toFixed(1), perSecond(files).toFixed(0), p50.toFixed(2), p99.toFixed(2)],
    ...[String(mismatches), String(missing)],
  ];
}
