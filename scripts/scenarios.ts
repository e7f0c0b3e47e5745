import { mkdirSync, writeFileSync } from 'node:fs';
import { ConnectorStatsLayout, ConnectorType, EventKind, options } from '../bindings/node/src/abi.gen.js';
import { scenarios, transportsOf, withoutLibzmq } from '../tests/scenarios/scenarios.js';
import { inProject } from './environment.js';

const folder = inProject('build');

/** Where interpreters that do not speak TypeScript find the list. */
export const scenarioFile = inProject('build', 'scenarios.json');

/** In how many simulated networks each scenario is played. */
export const simulatedSeeds = 5;

/** What the names in the steps stand for in the C ABI. */
function vocabulary() {
  const ofOptions = Object.entries(options).map(([name, { id, type }]) => [name, { id, type }]);
  return {
    types: Object.fromEntries(Object.entries(ConnectorType).map(([name, number]) => [name.toLowerCase(), number])),
    options: Object.fromEntries(ofOptions),
    events: EventKind,
    counters: ConnectorStatsLayout.offset,
  };
}

/** Writes the list as JSON; returns where. */
export function writeScenarios(): string {
  const list = scenarios.map((scenario) => ({
    name: scenario.name,
    transports: transportsOf(scenario),
    withoutLibzmq: withoutLibzmq(scenario),
    steps: scenario.steps,
  }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(scenarioFile, JSON.stringify({ vocabulary: vocabulary(), seeds: simulatedSeeds, scenarios: list }));
  return scenarioFile;
}

if (process.argv[1] === import.meta.filename) console.log(`${writeScenarios()}: ${scenarios.length} scenarios`);
