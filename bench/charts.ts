import { type EChartsOption, init } from 'echarts';
import type { Contender } from './contenders.js';
import { type FigureName, figures } from './figures.js';
import { bestOf, judge, valuesOf, variant } from './judgement.js';
import type { PointResult, ScenarioResult } from './rounds.js';
import type { Aim } from './scenarios.js';
import { median } from './statistics.js';

/** A chart, drawn: the name of its file without `.svg`, what it shows, and the text of the SVG. */
export interface Chart {
  name: string;
  title: string;
  svg: string;
}

/** The bars of one colour, one value for each category; null where nothing was measured. */
interface Series {
  name: string;
  values: (number | null)[];
}

interface Bars {
  title: string;
  unit: string;
  categories: string[];
  series: Series[];
  isLogarithmic: boolean;
}

const width = 960;
const height = 440;

/** One colour for each library in every chart, told apart also without colour vision. */
const colours: Record<string, string> = {
  'libymq io_uring': '#0b6fb8',
  'libymq epoll': '#5ab4e5',
  libzmq: '#d55e00',
  OMQ: '#009e73',
  rzmq: '#b8860b',
  nng: '#a05195',
  raw: '#9a9a9a',
  pyzmq: '#d55e00',
  zeromq: '#d55e00',
};

/** Who has bars of his own: the best of each library, and of each backend of libymq. */
function seriesOf({ library, backend }: Contender): string {
  return backend ? `${library} ${backend}` : library;
}

/** Every chart that the results have something for. */
export function drawCharts(results: ScenarioResult[]): Chart[] {
  const shown = new Map(results.map((result) => [result.scenario.name, resultsShown(result)]));
  const of = (...names: string[]) => names.flatMap((name) => shown.get(name) ?? []);
  const rate = (name: string, title: string, points: PointResult[], isLogarithmic: boolean) =>
    bars(name, title, points, ['messages_per_second'], isLogarithmic);
  const router = (size: number) => of('router').filter(({ point }) => point.options.size === size);
  return [
    ratios(results),
    rate('rates-tcp', 'PUSH to PULL over tcp', of('push-tcp-small', 'push-tcp-large'), true),
    rate('rates-ipc', 'PUSH to PULL over ipc', of('push-ipc'), true),
    rate('rates-inproc', 'PUSH to PULL over inproc', of('push-inproc'), true),
    rate('router-128', 'ROUTER echoing 128 B', router(128), false),
    rate('router-216', 'ROUTER echoing 216 B', router(216), false),
    rate('fanout', 'PUB to SUBs, deliveries', of('fanout'), false),
    bars('latency', 'Round trips of 64 B', of('round-trip', 'round-trip-inproc'), ['p50_us', 'p99_us'], true),
    rate('bindings', 'Python and Node, 64 B over tcp', of('python', 'node'), true),
  ].filter((chart) => chart !== undefined);
}

/** Unpinned, as programs mostly run, where that was measured. */
function resultsShown(result: ScenarioResult): PointResult[] {
  const unpinned = variant(result, false);
  return unpinned.length > 0 ? unpinned : variant(result, true);
}

/** Groups of bars: a group for each point and figure. */
function bars(
  name: string,
  title: string,
  results: PointResult[],
  shown: FigureName[],
  isLogarithmic: boolean,
): Chart | undefined {
  const groups = results.flatMap((result) => shown.map((figure) => ({ result, figure })));
  const label = (figure: FigureName) => (shown.length > 1 ? ` ${figures[figure].title.split(' ')[0]}` : '');
  const names = [...new Set(results.flatMap(({ outcomes }) => outcomes.map(({ contender }) => seriesOf(contender))))];
  const series = names.map((one) => ({
    name: one,
    values: groups.map(({ result, figure }) => bestValue(result, one, figure)),
  }));
  const unit = figures[shown[0]!].title.split(' ').at(-1)!;
  const categories = groups.map(({ result, figure }) => result.point.name + label(figure));
  return draw(name, { title, unit, categories, series, isLogarithmic });
}

function bestValue(result: PointResult, series: string, figure: FigureName): number | null {
  const candidates = result.outcomes.filter(({ contender }) => seriesOf(contender) === series);
  const chosen = bestOf(candidates, result.point.figures[0]);
  return chosen ? median(valuesOf(chosen, figure)) : null;
}

function draw(name: string, chart: Bars): Chart | undefined {
  const measured = chart.series.filter(({ values }) => values.some((value) => value !== null));
  if (measured.length === 0) return undefined;
  return { name, title: chart.title, svg: render(chart.title, groupedBars({ ...chart, series: measured }), height) };
}

/** With a title that a reader hears who does not see the chart. */
function render(title: string, option: EChartsOption, tall: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: tall });
  try {
    chart.setOption(option);
    return chart.renderToSVGString().replace(/^<svg[^>]*>/, (start) => `${start}\n<title>${escapeXml(title)}</title>`);
  } finally {
    chart.dispose();
  }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

const base: EChartsOption = {
  animation: false,
  backgroundColor: '#ffffff',
  textStyle: { fontFamily: 'sans-serif' },
};

function heading(text: string): EChartsOption {
  return {
    title: { text, left: 16, top: 10, textStyle: { fontSize: 16 } },
    legend: { top: 38, left: 12, itemGap: 32 },
  };
}

function groupedBars({ title, unit, categories, series, isLogarithmic }: Bars): EChartsOption {
  const value = { name: unit, nameTextStyle: { align: 'left' as const }, axisLabel: { formatter: shortNumber } };
  return {
    ...base,
    ...heading(title),
    grid: { left: 24, right: 24, top: 100, bottom: 16, containLabel: true },
    xAxis: { type: 'category', data: categories.map(inLines), axisLabel: { interval: 0 } },
    yAxis: isLogarithmic ? { type: 'log', min: decadeBelow(series), ...value } : { type: 'value', ...value },
    series: series.map(({ name, values }) => ({
      type: 'bar' as const,
      name,
      data: values.map((one) => one ?? '-'),
      itemStyle: { color: colours[name] ?? '#555555' },
    })),
  };
}

/** What a category is made of, one below the other, since there are many. */
function inLines(category: string): string {
  return category.replaceAll(', ', '\n');
}

/** Where a logarithmic axis begins. */
function decadeBelow(series: Series[]): number {
  const least = Math.min(...series.flatMap(({ values }) => values.filter((value) => value !== null)));
  return 10 ** Math.floor(Math.log10(least) - 0.05);
}

/** `1.5M`, `20k`, `12`. */
export function shortNumber(value: number): string {
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1e3 ? `${value / 1e3}k` : `${value}`;
}

/** The aims that say how many times as fast libymq is to be as another messaging library. */
function isRateRatio({ is, of, over }: Aim): boolean {
  return is === 'at least' && over !== undefined && over.library !== of.library && over.library !== 'raw';
}

function ratios(results: ScenarioResult[]): Chart | undefined {
  const rows = results.flatMap((result) =>
    result.scenario.aims.filter(isRateRatio).map((aim) => ({
      name: `${result.scenario.name}: ${aim.about}`,
      aim: aim.limit,
      values: [false, true].map((pinned) => ratioOf(aim, variant(result, pinned))),
    })),
  );
  const measured = rows.filter(({ values }) => values.some((value) => value !== null)).reverse();
  if (measured.length === 0) return undefined;
  const title = "Rates over those of libzmq's best setting (pyzmq's, the npm package's)";
  return { name: 'ratios', title, svg: render(title, ratioBars(title, measured), 120 + 30 * measured.length) };
}

function ratioOf(aim: Aim, results: PointResult[]): number | null {
  const verdict = judge(aim, results);
  return 'missing' in verdict ? null : Number(verdict.median.toFixed(2));
}

function ratioBars(title: string, rows: { name: string; aim: number; values: (number | null)[] }[]): EChartsOption {
  const series = ['unpinned', 'pinned'].map((name, index) => ({
    type: 'bar' as const,
    name,
    data: rows.map(({ values }) => values[index] ?? '-'),
    itemStyle: { color: ['#0b6fb8', '#5ab4e5'][index]! },
    label: { show: true, position: 'right' as const, formatter: '{c}x', color: '#333333', textBorderWidth: 0 },
  }));
  const shown = series.filter(({ data }) => data.some((value) => value !== '-'));
  const aims = {
    type: 'scatter' as const,
    name: 'aim',
    symbol: 'rect',
    symbolSize: [3, 20],
    data: rows.map(({ aim }, row) => [aim, row]),
    itemStyle: { color: '#d55e00' },
  };
  return {
    ...base,
    ...heading(title),
    grid: { left: 48, right: 60, top: 80, bottom: 16, containLabel: true },
    xAxis: { type: 'value', axisLabel: { formatter: '{value}x' } },
    yAxis: { type: 'category', data: rows.map(({ name }) => name), axisLabel: { interval: 0 } },
    series: [...shown, aims],
  };
}
