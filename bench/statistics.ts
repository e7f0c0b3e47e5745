/** What the rounds of one measurement come to. */
export interface Spread {
  median: number;
  least: number;
  most: number;
}

/** The middle value, or the mean of the two middle ones. Needs at least one value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** Needs at least one value. */
export function spread(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/**
 * The ratio of two measurements that took turns: of their medians, and the least and the most that any one round gave.
 * Rounds are compared with each other, so that a round in which the machine was slow for both says nothing wrong.
 */
export function ratio(of: readonly number[], over: readonly number[]): Spread {
  const rounds = of.slice(0, over.length).map((value, round) => value / over[round]!);
  return { ...spread(rounds), median: median(of) / median(over) };
}
