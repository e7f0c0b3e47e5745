import { SingleBar } from 'cli-progress';

/** The progress bar: where the bench is, how many runs are done, and how long the rest takes. Written to stderr. */
export class Progress {
  readonly #bar = new SingleBar({
    format: '{bar} {percentage}%  {runs}  {left} left  {what}',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    noTTYOutput: true,
    notTTYSchedule: 10_000,
  });
  readonly #runs: number;
  readonly #seconds: number;
  readonly #began = performance.now();
  #runsDone = 0;
  #secondsDone = 0;
  #what = '';

  /** `seconds` is what all runs together are expected to take. */
  constructor({ runs, seconds }: { runs: number; seconds: number }) {
    this.#runs = runs;
    this.#seconds = seconds;
    this.#bar.start(seconds, 0, this.#payload());
  }

  begin(what: string): void {
    this.#what = what;
    this.#show();
  }

  /** A run is done that was expected to take this long. */
  advance(seconds: number): void {
    this.#runsDone += 1;
    this.#secondsDone += seconds;
    this.#show();
  }

  stop(): void {
    this.#bar.stop();
  }

  #show(): void {
    this.#bar.update(this.#secondsDone, this.#payload());
  }

  #payload() {
    const left = secondsLeft(this.#seconds, this.#secondsDone, (performance.now() - this.#began) / 1000);
    return { what: this.#what, left: formatDuration(left), runs: `${this.#runsDone}/${this.#runs} runs` };
  }
}

/** What is expected of the rest, corrected by how the expectation has held, wholly so when a fifth is done. */
export function secondsLeft(expected: number, done: number, elapsed: number): number {
  if (done <= 0) return expected;
  const trust = Math.min(1, (5 * done) / expected);
  return (expected - done) * (trust * (elapsed / done) + 1 - trust);
}

/** `45 s`, `12 min`. */
export function formatDuration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
