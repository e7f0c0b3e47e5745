import type { Contender, Library } from '../../bench/contenders.js';
import type { FigureName, Sample } from '../../bench/figures.js';
import type { Outcome, PointResult, ScenarioResult } from '../../bench/rounds.js';
import type { Aim, Point, Scenario } from '../../bench/scenarios.js';

export function contender(name: string, library: Library, more: Partial<Contender> = {}): Contender {
  return { name, library, options: { way: name }, env: {}, ...more };
}

export function point(
  name: string,
  contenders: Contender[],
  figures: Point['figures'],
  more: Partial<Point> = {},
): Point {
  return { name, program: 'throughput', options: { size: 128 }, contenders, figures, ...more };
}

export function scenario(points: Point[], aims: Aim[] = [], more: Partial<Scenario> = {}): Scenario {
  return { name: 'one', title: 'One scenario', points, aims, overheadSeconds: 1, limitSeconds: 5, ...more };
}

/** An outcome with these values of one figure. */
export function outcome(of: Contender, figure: FigureName, values: number[], more: Partial<Outcome> = {}): Outcome {
  return { contender: of, samples: values.map((value): Sample => ({ [figure]: value })), ...more };
}

export function result(of: Scenario, outcomes: Outcome[], pinned = false): ScenarioResult {
  const results: PointResult[] = of.points.map((one) => ({ point: one, pinned, outcomes }));
  return { scenario: of, results };
}
