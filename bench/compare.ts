import type { Contender } from './contenders.js';
import {
  type Bench,
  measurePoint,
  type RoundSettings,
  roundsOf,
  type ScenarioResult,
  secondsOfPoint,
} from './rounds.js';
import type { Point, Scenario } from './scenarios.js';

/** What of the scenarios is measured, and how. */
export interface Choice extends RoundSettings {
  scenario: string[];
  /** Only cases whose name contains one of these; all where there are none. */
  case: string[];
  quick: boolean;
  pinned: boolean;
  unpinned: boolean;
}

/** The chosen scenarios with their chosen points, and of their aims those that these points decide. */
export function choose(all: Scenario[], choice: Choice): Scenario[] {
  return all
    .filter(({ name }) => choice.scenario.length === 0 || choice.scenario.includes(name))
    .map((scenario) => withPoints(scenario, scenario.points.filter(isChosen(choice))))
    .filter(({ points }) => points.length > 0);
}

/** A scenario that was asked for by its name is looked at whole, also quickly. */
function isChosen({ quick, case: cases, scenario }: Choice): (point: Point) => boolean {
  return (point) =>
    (!quick || scenario.length > 0 || point.quick === true) &&
    (cases.length === 0 || cases.some((text) => point.name.includes(text)));
}

function withPoints(scenario: Scenario, points: Point[]): Scenario {
  const names = new Set(points.map(({ name }) => name));
  const isDecided = ({ of, over }: Scenario['aims'][number]) =>
    names.has(of.point) && names.has(over?.point ?? of.point);
  return { ...scenario, points, aims: scenario.aims.filter(isDecided) };
}

/** Whether a scenario is measured unpinned, pinned, or both. */
export function variantsOf({ headline, neverPinned }: Scenario, { pinned, unpinned, quick }: Choice): boolean[] {
  if (neverPinned) return [false];
  if (!pinned && !unpinned) return headline && !quick ? [false, true] : [false];
  return [...(unpinned ? [false] : []), ...(pinned ? [true] : [])];
}

export function contendersOf(scenarios: Scenario[]): Contender[] {
  return scenarios.flatMap(({ points }) => points.flatMap(({ contenders }) => contenders));
}

/** How much there is to do. */
export function effort(scenarios: Scenario[], choice: Choice, bench: Bench): { runs: number; seconds: number } {
  const parts = scenarios.flatMap((scenario) =>
    variantsOf(scenario, choice).flatMap(() =>
      scenario.points.map((point) => ({
        runs: point.contenders.filter((one) => !bench.missing(one)).length * roundsOf(scenario, choice),
        seconds: secondsOfPoint(scenario, point, choice, bench),
      })),
    ),
  );
  const sum = (key: 'runs' | 'seconds') => parts.reduce((total, part) => total + part[key], 0);
  return { runs: sum('runs'), seconds: sum('seconds') };
}

/** Measures a scenario, point after point; `begin` hears of each. */
export async function measureScenario(
  scenario: Scenario,
  choice: Choice,
  bench: Bench,
  begin: (what: string) => void,
): Promise<ScenarioResult> {
  const result: ScenarioResult = { scenario, results: [] };
  for (const pinned of variantsOf(scenario, choice)) {
    for (const point of scenario.points) {
      begin(`${scenario.name}: ${point.name}${pinned ? ', pinned' : ''}`);
      result.results.push(await measurePoint(scenario, point, pinned, choice, bench));
    }
  }
  return result;
}
