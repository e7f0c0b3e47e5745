import { writeFileSync } from 'node:fs';
import { families, scenarios, transportsOf, type WithoutLibzmq, withoutLibzmq } from '../tests/scenarios/scenarios.js';
import type { Scenario } from '../tests/scenarios/vocabulary.js';
import { backendNames } from './backends.js';
import { inProject } from './environment.js';
import { simulatedSeeds } from './scenarios.js';

/** The page that says what is played where. */
export const conformanceFile = inProject('docs', 'conformance.md');

const head = `# Conformance

What every pattern does is written down once, as a list of scenarios in \`tests/scenarios\`, and played in every language, on every transport and backend, and
with libzmq on either side. So no language and no transport lags behind the others: a scenario that is added is added for all. This page is made from
that list by \`node --import tsx scripts/conformance.ts\`, and a test holds it to the list.
`;

function table(heads: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

/** How often the scenarios are played on this machine: each on each of its transports. */
const runs = sum(scenarios, (scenario) => transportsOf(scenario).length);
/** With libzmq in a place: over sockets only. */
const runsWithLibzmq = (place: keyof WithoutLibzmq) => sum(scenarios, (scenario) => runsWith(scenario, place));

function sum<Item>(items: readonly Item[], numberOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + numberOf(item), 0);
}

function runsWith(scenario: Scenario, place: keyof WithoutLibzmq): number {
  if (withoutLibzmq(scenario)[place]) return 0;
  return transportsOf(scenario).filter((transport) => transport !== 'inproc').length;
}

function totals(): string {
  const backends = backendNames.join(', ');
  return table(
    ['played by', 'peers', 'backends', 'runs on each'],
    [
      ['C++', 'libymq and libymq', backends, runs],
      ['C++', 'libymq, and libzmq for all but the first connector', backends, runsWithLibzmq('others')],
      ['C++', 'libzmq, and libymq for all but the first connector', backends, runsWithLibzmq('first')],
      ['C++', `libymq and libymq, ${simulatedSeeds} seeds`, 'the simulated network', runs * simulatedSeeds],
      ['Python', 'libymq and libymq', backends, runs],
      ['Python, asyncio', 'libymq and libymq', backends, runs],
      ['Node', 'libymq and libymq', backends, runs],
    ],
  );
}

function family(name: string, members: readonly Scenario[]): string {
  const rows = members.map((scenario) => [
    scenario.name.slice(scenario.name.indexOf(':') + 2),
    scenario.behaviour,
    transportsOf(scenario).join(', '),
    placeOfLibzmq(withoutLibzmq(scenario)),
  ]);
  return `## ${name}\n\n${table(['scenario', 'what it shows', 'transports', 'libzmq'], rows)}\n`;
}

function placeOfLibzmq({ first, others }: WithoutLibzmq): string {
  if (!first && !others) return 'either side';
  if (first && others) return first;
  return first ? `all but the first: ${first}` : `the first only: ${others}`;
}

/** The page, from the list. */
export function conformance(): string {
  const sections = Object.entries(families).map(([name, members]) => family(name, members));
  const all = `There are ${scenarios.length} scenarios.\n\n${totals()}\n`;
  const column = 'The last column of the tables says on which side libzmq stands as well, or why it does not.\n';
  return [head, all, column, ...sections].join('\n');
}

if (process.argv[1] === import.meta.filename) writeFileSync(conformanceFile, conformance());
