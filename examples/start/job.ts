import type { Found } from './files.js';
import { type Lane, type LaneWork, languages, runLane, transports } from './lanes.js';
import type { Tally } from './ledger.js';
import { describeFound, LaneProgress, type LaneResult, tableOf } from './report.js';

export interface Job extends Omit<LaneWork, 'files' | 'onProgress'> {
  transports: string[];
  languages: string[];
  /** Write the results as JSON instead of a table. */
  json: boolean;
}

/** Runs every lane in turn and shows what they came to. Returns whether every file came back right in all of them. */
export async function runJob(folder: string, found: Found, job: Job): Promise<boolean> {
  console.error(describeFound(folder, found));
  const results: LaneResult[] = [];
  for (const lane of lanesOf(job)) {
    if (!job.signal.aborted) results.push({ ...lane, ...(await runShown(lane, found, job)) });
  }
  console.log(job.json ? JSON.stringify(results) : tableOf(results));
  noteUnreadable(results);
  return !job.signal.aborted && results.every(isRight);
}

function lanesOf(job: Job): Lane[] {
  return transports
    .filter((transport) => job.transports.includes(transport))
    .flatMap((transport) =>
      languages.filter((language) => job.languages.includes(language)).map((language) => ({ transport, language })),
    );
}

async function runShown(lane: Lane, found: Found, job: Job): Promise<Tally> {
  const progress = new LaneProgress(lane, found.files.length);
  const onProgress = (files: number, bytes: number) => progress.show(files, bytes);
  try {
    const tally = await runLane(lane, { ...job, files: found.files, onProgress });
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
  return { files: 0, bytes: 0, seconds: 0, p50: 0, p99: 0, mismatches: 0, missing: files, unreadable: 0 };
}

function isRight({ mismatches, missing }: Tally): boolean {
  return mismatches === 0 && missing === 0;
}

function noteUnreadable(results: LaneResult[]): void {
  for (const { transport, language, unreadable } of results) {
    if (unreadable > 0) console.error(`${transport} ${language}: ${unreadable} files could no longer be read`);
  }
}
