import Table from 'cli-table3';
import { figures, formatFigure, formatRatio } from './figures.js';
import { bestOf, judge, outcomesOf, type Verdict, valuesOf, variant } from './judgement.js';
import type { Outcome, PointResult, ScenarioResult } from './rounds.js';
import type { Aim, Term } from './scenarios.js';
import { ratio, spread } from './statistics.js';

/** A table of text, for a terminal and for Markdown. A cell may have several lines. */
export interface Grid {
  head: string[];
  rows: string[][];
  /** Columns from this one on are numbers. */
  numbersFrom: number;
}

/** Of the first column of a table with several lines in a cell. What is longer is wrapped. */
const widestTitle = 46;

/** Without colours and lines between rows, so that it can be pasted anywhere. */
export function toTerminal({ head, rows, numbersFrom }: Grid): string {
  const isTall = rows.flat().some((cell) => cell.includes('\n'));
  const style = { head: [], border: [], compact: !isTall };
  const colAligns = head.map((_, column) => (column < numbersFrom ? ('left' as const) : ('right' as const)));
  const table = new Table({ style, head, colAligns, wordWrap: isTall, colWidths: isTall ? [widestTitle] : [] });
  table.push(...rows.map((row) => stretched(row, head.length)));
  return table.toString();
}

/** A row that is short, because it says why there is nothing, has a last cell as wide as what is missing. */
function stretched(row: string[], columns: number) {
  const content = row.at(-1)!;
  const colSpan = columns - row.length + 1;
  return colSpan > 1 ? [...row.slice(0, -1), { content, colSpan, hAlign: 'left' as const }] : row;
}

export function toMarkdown({ head, rows, numbersFrom }: Grid): string {
  const line = (cells: string[]) => `| ${head.map((_, column) => inMarkdown(cells[column] ?? '')).join(' | ')} |`;
  const rule = head.map((_, column) => (column < numbersFrom ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function inMarkdown(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('\n', '<br>');
}

/** How a row of the ratio table is measured again, alone. */
export function commandFor(name: string): string {
  return `npm run bench -- --scenario ${name}`;
}

/** The ratio table: a row for each scenario, with a line for each aim. */
export function ratioTable(results: ScenarioResult[]): Grid {
  const variants = [false, true].filter((pinned) => results.some((result) => variant(result, pinned).length > 0));
  const heads = variants.flatMap((pinned) => [`${pinned ? 'pinned' : 'measured'} (least to most)`, 'met']);
  const head = ['scenario', 'case', 'aim', ...heads];
  return { head, rows: results.map((result) => ratioRow(result, variants)), numbersFrom: head.length };
}

function ratioRow(result: ScenarioResult, variants: boolean[]): string[] {
  const { name, title, aims } = result.scenario;
  const judged = variants.map((pinned) => aims.map((aim) => judgeVariant(aim, result, pinned)));
  const columns = [
    aims.map(({ about }) => about),
    aims.map(({ text }) => text),
    ...judged.flatMap((verdicts) => [verdicts.map(formatVerdict), verdicts.map(formatMet)]),
  ];
  return [`${title}\n${commandFor(name)}`, ...columns.map((lines) => lines.join('\n'))];
}

/** Undefined where the variant was not to be measured. */
function judgeVariant(aim: Aim, result: ScenarioResult, pinned: boolean): Verdict | undefined {
  const results = variant(result, pinned);
  return results.length > 0 ? judge(aim, results) : undefined;
}

const longestReason = 36;

/** A reason is cut short here: the tables of the scenarios and the list of failures have all of it. */
export function formatVerdict(verdict: Verdict | undefined): string {
  if (!verdict) return '-';
  if ('missing' in verdict) return verdict.missing.slice(0, longestReason);
  const format = verdict.isRatio ? formatRatio : (value: number) => value.toFixed(3);
  return `${format(verdict.median)} (${format(verdict.least)} to ${format(verdict.most)})`;
}

export function formatMet(verdict: Verdict | undefined): string {
  if (!verdict || 'missing' in verdict) return '-';
  return verdict.met ? 'met' : 'not met';
}

/** `41 of 60 aims met, 3 not measured`. */
export function tally(results: ScenarioResult[]): string {
  const verdicts = results.flatMap((result) =>
    [false, true].flatMap((pinned) => result.scenario.aims.map((aim) => judgeVariant(aim, result, pinned))),
  );
  const judged = verdicts.filter((verdict) => verdict !== undefined);
  const met = judged.filter((verdict) => 'met' in verdict && verdict.met).length;
  const missing = judged.filter((verdict) => 'missing' in verdict).length;
  return `${met} of ${judged.length} aims met${missing > 0 ? `, ${missing} not measured` : ''}`;
}

/** Everything that was measured of a scenario in one variant: a table for each list of figures that its points have. */
export function detailTables(results: PointResult[]): Grid[] {
  const lists = [...new Set(results.map(({ point }) => point.figures.join()))];
  return lists.map((list) => detailTable(results.filter(({ point }) => point.figures.join() === list)));
}

function detailTable(results: PointResult[]): Grid {
  const [main, ...others] = results[0]!.point.figures;
  const libraries = comparedWith(results);
  const head = [
    ...['case', '', figures[main].title, 'least', 'most'],
    ...others.map((name) => figures[name].title),
    ...libraries.map((library) => `to ${library}`),
  ];
  const rows = results.flatMap((result) => result.outcomes.map((outcome) => detailRow(result, outcome, libraries)));
  return { head, rows, numbersFrom: 2 };
}

/** Whom the others are compared with, of those that are there: a peer, and the limit. */
function comparedWith(results: PointResult[]): Term['library'][] {
  const present = new Set(results.flatMap(({ outcomes }) => outcomes.map(({ contender }) => contender.library)));
  return (['libzmq', 'pyzmq', 'zeromq', 'raw'] as const).filter((library) => present.has(library));
}

function detailRow(result: PointResult, outcome: Outcome, libraries: Term['library'][]): string[] {
  const [main, ...others] = result.point.figures;
  const values = valuesOf(outcome, main);
  const named = [result.point.name, outcome.contender.name];
  if (outcome.failure !== undefined || values.length === 0) return [...named, whyNone(outcome)];
  const { median, least, most } = spread(values);
  return [
    ...named,
    ...[median, least, most].map((value) => formatFigure(main, value)),
    ...others.map((name) => formatMedian(outcome, name)),
    ...libraries.map((library) => formatAgainst(result, outcome, library)),
  ];
}

function whyNone({ failure, unavailable }: Outcome): string {
  return failure === undefined ? (unavailable ?? 'not measured') : `failed: ${failure}`;
}

function formatMedian(outcome: Outcome, name: Term['figure']): string {
  const values = valuesOf(outcome, name);
  return values.length > 0 ? formatFigure(name, spread(values).median) : '-';
}

/** The main figure over the best of a library. */
function formatAgainst(result: PointResult, outcome: Outcome, library: Term['library']): string {
  const [main] = result.point.figures;
  const other = bestOf(outcomesOf(result, { library }), main);
  return other ? formatRatio(ratio(valuesOf(outcome, main), valuesOf(other, main)).median) : '-';
}
