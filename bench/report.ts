import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Chart, drawCharts } from './charts.js';
import { failuresOf, variant } from './judgement.js';
import type { Machine } from './machine.js';
import { commandLine } from './programs.js';
import type { RoundSettings, ScenarioResult } from './rounds.js';
import { commandFor, detailTables, type Grid, ratioTable, tally, toMarkdown } from './table.js';

/** Everything that one run of the bench found out. */
export interface Findings {
  machine: Machine;
  settings: RoundSettings;
  results: ScenarioResult[];
  /** Libraries that could not be measured, one line each, with the reason. */
  absent: string[];
}

/** Writes `report.md` and its charts into a folder, in place of what an earlier run left there. */
export function writeReport(folder: string, findings: Findings): void {
  const charts = drawCharts(findings.results);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { name, svg } of charts) writeFileSync(join(folder, `${name}.svg`), svg);
  writeFileSync(join(folder, 'report.md'), toReport(findings, charts));
}

export function toReport({ machine, settings, results, absent }: Findings, charts: Chart[]): string {
  const sections = [
    '# libymq against its peers',
    'Written by `npm run bench`. Each row of the ratio table names the command that measures it again.',
    toMarkdown(machineTable(machine)),
    '## How it was measured',
    ...method(settings),
    '## The ratio table',
    `${tally(results)}.`,
    toMarkdown(ratioTable(results)),
    ...listing('## Not measured here', absent),
    ...listing('## What failed', failuresOf(results)),
    ...(charts.length > 0 ? ['## Charts', ...charts.map(({ name, title }) => `![${title}](${name}.svg)`)] : []),
    '## Every figure',
    'Medians of the rounds; of the first figure also the least, the most, and the ratio to the best of other libraries.',
    ...results.flatMap(detailSections),
  ];
  return `${sections.join('\n\n')}\n`;
}

function machineTable(machine: Machine): Grid {
  return { head: ['', ''], rows: Object.entries(machine), numbersFrom: 2 };
}

function listing(title: string, items: string[]): string[] {
  return items.length > 0 ? [title, items.map((item) => `- ${item}`).join('\n')] : [];
}

function method({ rounds, seconds }: RoundSettings): string[] {
  return [
    `Everything that is compared takes turns, A B C A B C, so that a machine that slows down slows down all of it. Rounds:
${rounds}; three times as many of the burst and of acknowledged delivery, at most 3 of the idle peers and of the large part.
Figures are medians over the rounds. A ratio is that of two medians; the least and the most beside it are those of single
rounds, each compared with the other's turn of the same round. What is compared is libymq's best backend and way against
the best setting and way of the other library, both chosen by the first figure of the table; what acknowledged delivery
costs is told for each backend, by libymq without it. A run sends for about ${seconds} s where its amount is not part of
the scenario, after one run that is not counted.`,
    `Both sides run on this machine, in processes of their own except over inproc, and all that arrives is verified: count,
sizes, order, first and last bytes. All libraries have the same sizes and the same high-water mark; nng's buffers hold
8192 messages at most. libzmq is measured with its defaults (one io thread, the system's socket buffers) and tuned (two io
threads, socket buffers of 4 MiB); libymq, with the system's socket buffers, with one io thread and with two where libzmq
has them and the scenario is about throughput. \`raw\` is the limit: a bare program that moves the same frames over blocking
sockets or epoll, or through a queue between threads. \`pinned\` means the first side on processor 0, the second on
processor 1.`,
    `The DEALERs of the router, the subscribers of the fan-out and the idle peers are the same light program for all
libraries, so that the load is equal; nng speaks no ZMTP and has its own subscribers. OMQ stands in for libzmq behind the
same C interface, but not where it drops what the others keep; rzmq has a program of its own. System calls are counted by strace over all of a program, both sides,
start and end included, which slows it down: more messages wait at each call than without it.`,
  ];
}

function detailSections(result: ScenarioResult): string[] {
  const { name, title } = result.scenario;
  const variants = [false, true].filter((pinned) => variant(result, pinned).length > 0);
  return [
    `### ${title}`,
    `\`${commandFor(name)}\``,
    ...variants.flatMap((pinned) => [
      ...(pinned ? ['Pinned:'] : []),
      ...detailTables(variant(result, pinned)).map(toMarkdown),
    ]),
  ];
}

/** Everything as plain data, each run with the command that repeats it. */
export function toJson({ machine, settings, results, absent }: Findings): string {
  const scenarios = results.map((result) => ({
    name: result.scenario.name,
    cases: result.results.map(({ point, pinned, outcomes }) => ({
      name: point.name,
      pinned,
      contenders: outcomes.map(({ contender, samples, unavailable, failure, invocation }) => ({
        name: contender.name,
        ...(invocation && { command: commandLine(invocation) }),
        ...(unavailable !== undefined && { unavailable }),
        ...(failure !== undefined && { failure }),
        samples,
      })),
    })),
  }));
  const ratios = ratioTable(results);
  return `${JSON.stringify({ machine, settings, absent, ratios, scenarios }, null, 2)}\n`;
}
