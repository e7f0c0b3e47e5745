import type { Contender } from './contenders.js';
import type { Sample } from './figures.js';
import { type Invocation, RunFailed } from './programs.js';
import type { Point, Scenario } from './scenarios.js';

/** What became of one contender at a point: a sample for each round, or why there is none. */
export interface Outcome {
  contender: Contender;
  samples: Sample[];
  /** Not measured on this machine, and why. */
  unavailable?: string;
  /** A run failed, and how. It is not tried again at this point. */
  failure?: string;
  /** The last run, to be repeated by hand. */
  invocation?: Invocation;
}

/** A point measured with the sides pinned to processors of their own, or not. */
export interface PointResult {
  point: Point;
  pinned: boolean;
  outcomes: Outcome[];
}

export interface ScenarioResult {
  scenario: Scenario;
  results: PointResult[];
}

export interface RoundSettings {
  rounds: number;
  /** How long the sending of a run takes, about, where the program leaves that open. */
  seconds: number;
}

/** What measures, what is left out, and who wants to know how it goes. */
export interface Bench {
  run: (invocation: Invocation) => Promise<Sample>;
  /** Why a contender cannot be measured here; undefined where it can. */
  missing: (contender: Contender) => string | undefined;
  /** Called after each run with the seconds that `secondsOf` expected of it. */
  progress: (expectedSeconds: number) => void;
}

/** How often each contender of a scenario takes its turn. */
export function roundsOf({ mostRounds, roundsTimes = 1 }: Scenario, { rounds }: RoundSettings): number {
  return Math.min(rounds * roundsTimes, mostRounds ?? Number.POSITIVE_INFINITY);
}

/** How long a run is expected to take. */
export function secondsOf({ overheadSeconds }: Scenario, { amount }: Point, { seconds }: RoundSettings): number {
  return overheadSeconds + (amount && 'pace' in amount ? seconds : 0);
}

/** How long all runs of a point are expected to take. */
export function secondsOfPoint(scenario: Scenario, point: Point, settings: RoundSettings, bench: Bench): number {
  const present = point.contenders.filter((contender) => !bench.missing(contender)).length;
  return present * roundsOf(scenario, settings) * secondsOf(scenario, point, settings);
}

/**
 * Measures the contenders of a point in turns, A B C A B C, so that a machine that slows down slows down all of them. A
 * contender whose run fails takes no further turn; the others go on.
 */
export async function measurePoint(
  scenario: Scenario,
  point: Point,
  pinned: boolean,
  settings: RoundSettings,
  bench: Bench,
): Promise<PointResult> {
  const outcomes = point.contenders.map((contender): Outcome => {
    const unavailable = bench.missing(contender);
    return { contender, samples: [], ...(unavailable !== undefined && { unavailable }) };
  });
  const amounts = new Map<Outcome, number>();
  for (let round = 0; round < roundsOf(scenario, settings); round += 1) {
    for (const outcome of outcomes.filter(({ unavailable }) => unavailable === undefined)) {
      const turn = new Turn(scenario, point, pinned, outcome, bench);
      if (round === 0) amounts.set(outcome, await turn.findAmount(settings.seconds));
      await turn.take(amounts.get(outcome)!);
      bench.progress(secondsOf(scenario, point, settings));
    }
  }
  return { point, pinned, outcomes };
}

/** One contender's turn. */
class Turn {
  readonly #scenario: Scenario;
  readonly #point: Point;
  readonly #pinned: boolean;
  readonly #outcome: Outcome;
  readonly #bench: Bench;

  constructor(scenario: Scenario, point: Point, pinned: boolean, outcome: Outcome, bench: Bench) {
    this.#scenario = scenario;
    this.#point = point;
    this.#pinned = pinned;
    this.#outcome = outcome;
    this.#bench = bench;
  }

  /** How many messages its runs have. Found by a run that is not counted, which also warms things up. */
  async findAmount(seconds: number): Promise<number> {
    const { amount } = this.#point;
    if (amount === undefined) return 0;
    if ('fixed' in amount) return amount.fixed;
    const rate = (await this.#attempt(amount.first))?.[amount.pace] ?? 0;
    return Math.max(amount.least, Math.round(rate * seconds));
  }

  async take(amount: number): Promise<void> {
    const sample = await this.#attempt(amount);
    if (sample) this.#outcome.samples.push(sample);
  }

  async #attempt(amount: number): Promise<Sample | undefined> {
    if (this.#outcome.failure !== undefined) return undefined;
    const invocation = invocationOf(this.#scenario, this.#point, this.#outcome.contender, this.#pinned, amount);
    this.#outcome.invocation = invocation;
    try {
      return this.#checked(await this.#bench.run(invocation));
    } catch (error) {
      if (!(error instanceof RunFailed)) throw error;
      this.#outcome.failure = error.message;
      return undefined;
    }
  }

  #checked(sample: Sample): Sample {
    const [main] = this.#point.figures;
    if (!Number.isFinite(sample[main])) throw new RunFailed(`it printed no ${main}`);
    return sample;
  }
}

/** `amount` counts where the point has one. */
export function invocationOf(
  { limitSeconds }: Scenario,
  point: Point,
  contender: Contender,
  pinned: boolean,
  amount: number,
): Invocation {
  const { env, program = point.program } = contender;
  const options = {
    ...contender.options,
    ...point.options,
    ...(point.amount && { count: amount }),
    ...(pinned && { pin: true as const }),
  };
  return { program, options, env, traced: point.traced ?? false, limitSeconds };
}
