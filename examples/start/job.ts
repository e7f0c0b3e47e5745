import type { Found } from './files.js';
import { type Lane, type LaneTally, type LaneWork, languages, runLane, transports, type Way } from './lanes.js';
import type { Tally } from './ledger.js';
import { comparisonOf, describeJob, describeWay, LaneProgress, type LaneResult, tableOf } from './report.js';
import { silenceSeconds } from './silence.js';

export interface Job extends Omit<LaneWork, 'files' | 'silenceMs' | 'onProgress'> {
  transports: string[];
  languages: string[];
  /** What is on its way is taken for lost after so many seconds without any reply. */
  timeout?: number;
  /** Write the results as JSON instead of a table. */
  json: boolean;
}

/** The first is what the others are compared with. */
const ways: Way[] = [
  { library: 'libymq', delivery: 'acknowledged' },
  { library: 'libymq', delivery: 'plain' },
  { library: 'libzmq', delivery: 'plain' },
];

/** Runs every lane in turn and shows what they came to. Returns whether every file came back right in all of them. */
export async function runJob(folder: string, found: Found, job: Job): Promise<boolean> {
  console.error(describeJob(folder, found, job));
  const results = await runLanes(found, job);
  console.log(job.json ? JSON.stringify(results) : tableOf(results));
  noteUnreadable(results);
  return !job.signal.aborted && results.every(isRight);
}

/** Runs the job in each way and shows what they came to. Returns whether it came out right where it is to. */
export async function runComparison(folder: string, found: Found, job: Job): Promise<boolean> {
  console.error(describeJob(folder, found, job));
  const runs = [];
  for (const way of ways) {
    if (job.signal.aborted) break;
    console.error(describeWay(way));
    runs.push({ ...way, lanes: await runLanes(found, { ...job, ...way }) });
  }
  console.log(job.json ? JSON.stringify(runs) : comparisonOf(runs));
  return !job.signal.aborted && runs[0]!.lanes.every(isRight);
}

async function runLanes(found: Found, job: Job): Promise<LaneResult[]> {
  const results: LaneResult[] = [];
  for (const lane of lanesOf(job)) {
    if (!job.signal.aborted) results.push({ ...lane, ...(await runShown(lane, found, job)) });
  }
  return results;
}

function lanesOf(job: Job): Lane[] {
  return transports
    .filter((transport) => job.transports.includes(transport))
    .flatMap((transport) =>
      languages.filter((language) => job.languages.includes(language)).map((language) => ({ transport, language })),
    );
}

async function runShown(lane: Lane, found: Found, job: Job): Promise<LaneTally> {
  const progress = new LaneProgress(lane, found.files.length);
  const onProgress = (files: number, bytes: number) => progress.show(files, bytes);
  const silenceMs = 1000 * (job.timeout ?? silenceSeconds[job.delivery]);
  try {
    const tally = await runLane(lane, { ...job, files: found.files, silenceMs, onProgress });
    progress.show(tally.files, tally.bytes);
    return tally;
  } catch (error) {
    console.error(`\n${lane.transport} ${lane.language}: ${(error as Error).message}`);
    return nothingOf(found.files.length);
  } finally {
    progress.end();
  }
}

/** The tally of a lane that could not be run at all. */
function nothingOf(files: number): Tally {
  const times = { seconds: 0, p50: 0, p99: 0 };
  return { files: 0, bytes: 0, ...times, sent: 0, mismatches: 0, missing: files, twice: 0, unreadable: 0 };
}

function isRight({ mismatches, missing, twice }: Tally): boolean {
  return mismatches === 0 && missing === 0 && twice === 0;
}

function noteUnreadable(results: LaneResult[]): void {
  for (const { transport, language, unreadable } of results) {
    if (unreadable > 0) console.error(`${transport} ${language}: ${unreadable} files could no longer be read`);
  }
}
