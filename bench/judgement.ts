import type { Contender } from './contenders.js';
import { type FigureName, figures } from './figures.js';
import type { Outcome, PointResult, ScenarioResult } from './rounds.js';
import type { Aim, Term } from './scenarios.js';
import { median, ratio, type Spread, spread } from './statistics.js';

/** An aim against what was measured: the figure or ratio and whether the aim is met, or why there is none. */
export type Verdict = (Spread & { met: boolean; isRatio: boolean }) | { missing: string };

/** The values of a figure, round by round. */
export function valuesOf({ samples }: Outcome, figure: FigureName): number[] {
  return samples.map((sample) => sample[figure]).filter((value) => value !== undefined);
}

/** The outcome with the best median of a figure; undefined where none was measured. */
export function bestOf(outcomes: Outcome[], figure: FigureName): Outcome | undefined {
  const sign = figures[figure].better === 'more' ? -1 : 1;
  const rank = (outcome: Outcome) => sign * median(valuesOf(outcome, figure));
  return outcomes
    .filter((outcome) => isWhole(outcome) && valuesOf(outcome, figure).length > 0)
    .sort((a, b) => rank(a) - rank(b))[0];
}

/** Whether all of its runs went well. One that sometimes fails is no measure of anything. */
function isWhole({ failure }: Outcome): boolean {
  return failure === undefined;
}

/** Of whom a term is. */
type Side = Omit<Term, 'point' | 'figure'>;

/** The contenders at a point that are of a side. */
export function outcomesOf({ outcomes }: PointResult, side: Side): Outcome[] {
  return outcomes.filter(({ contender }) => isOf(side, contender));
}

/** Any backend will do where none is named. */
export function isOf({ library, backend, unacknowledged = false }: Side, contender: Contender): boolean {
  const isAlike = contender.library === library && 'unacknowledged' in contender.options === unacknowledged;
  return isAlike && (backend === undefined || contender.backend === backend);
}

/**
 * The values of a term: of the contender that is best at the point by the point's first figure, also where the term is
 * about another figure, so that nobody is praised for the speed of one setting and the memory of another.
 */
function measured(results: PointResult[], term: Term): number[] | { missing: string } {
  const result = results.find(({ point }) => point.name === term.point);
  if (!result) return { missing: `${term.point} was not run` };
  const candidates = outcomesOf(result, term);
  const chosen = bestOf(candidates, result.point.figures[0]);
  const values = chosen ? valuesOf(chosen, term.figure) : [];
  return values.length > 0 ? values : { missing: whyNone(candidates, term) };
}

function whyNone(candidates: Outcome[], { library, figure }: Term): string {
  const failed = candidates.find(({ failure }) => failure !== undefined);
  if (failed) return `failed: ${failed.contender.name}: ${failed.failure}`;
  const absent = candidates.find(({ unavailable }) => unavailable !== undefined);
  return absent?.unavailable ?? `${library} has no ${figures[figure].title} here`;
}

/** Judges an aim by the results of one variant, pinned or not. */
export function judge(aim: Aim, results: PointResult[]): Verdict {
  const of = measured(results, aim.of);
  if ('missing' in of) return of;
  if (!aim.over) return verdict(aim, spread(of));
  const over = measured(results, aim.over);
  return 'missing' in over ? over : verdict(aim, ratio(of, over));
}

function verdict({ is, limit, over }: Aim, value: Spread): Verdict {
  const met = { 'at least': value.median >= limit, 'at most': value.median <= limit, below: value.median < limit }[is];
  return { ...value, met, isRatio: over !== undefined };
}

/** The results of one variant of a scenario. */
export function variant({ results }: ScenarioResult, pinned: boolean): PointResult[] {
  return results.filter((result) => result.pinned === pinned);
}

/** Everything that failed, one line each. */
export function failuresOf(results: ScenarioResult[]): string[] {
  return results.flatMap(({ scenario, results: points }) =>
    points.flatMap(({ point, pinned, outcomes }) =>
      outcomes
        .filter(({ failure }) => failure !== undefined)
        .map(
          ({ contender, failure }) =>
            `${scenario.name}: ${point.name}${pinned ? ', pinned' : ''}: ${contender.name}: ${failure}`,
        ),
    ),
  );
}
