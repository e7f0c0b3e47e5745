import { spawnSync } from 'node:child_process';
import { type BackendName, backendNames } from './backends.js';
import type { BuildName } from './build.js';
import { filesBelow, inProject, python, typescript } from './environment.js';
import { linters } from './lint.js';
import { writeScenarios } from './scenarios.js';

/** One suite of tests: a command, what must be built before it, and how its tests are counted. */
export interface Suite {
  name: string;
  about: string;
  /** Built first, in this order. */
  builds: BuildName[];
  /** The command; `report` is where it writes its JUnit report, where it writes one. */
  command: (report: string) => string[];
  /** `exit`: one test, which passes when the command ends with 0. `junit`: the tests of the report. */
  counts: 'exit' | 'junit';
  limitSeconds: number;
  env?: Record<string, string>;
  /** What its contexts use, where it opens contexts that leave the choice to the environment. */
  backend?: BackendName;
}

// A lack of memory is something that the library reports, so the sanitizers are to report it to the library as well.
const sanitizerOptions: Record<string, string> = {
  ASAN_OPTIONS: 'allocator_may_return_null=1:detect_stack_use_after_return=1:strict_string_checks=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
  TSAN_OPTIONS: 'allocator_may_return_null=1:second_deadlock_stack=1:history_size=4',
};

/**
 * ThreadSanitizer of older compilers does not cope with as many random bits in addresses as newer kernels use, so the
 * randomness is switched off where the machine allows it.
 */
function withoutRandomAddresses(): string[] {
  return spawnSync('setarch', ['-R', 'true'], { stdio: 'ignore' }).status === 0 ? ['setarch', '-R'] : [];
}

function check(name: string, about: string, command: () => string[], builds: BuildName[] = []): Suite {
  return { name, about, builds, command, counts: 'exit', limitSeconds: 300 };
}

function catch2(binary: string, about: string, preset: BuildName, limitSeconds: number): Suite {
  const prefix = preset === 'tsan' ? withoutRandomAddresses() : [];
  const program = inProject('build', preset, 'tests', `ymq_${binary}`);
  return {
    name: `${binary.replace('_tests', '')}-${preset}`,
    about: `${about}, ${preset}`,
    builds: [preset],
    command: (report) => [...prefix, program, '--reporter', 'junit', '--out', report],
    counts: 'junit',
    limitSeconds,
    env: sanitizerOptions,
  };
}

/** The suite once on each backend, for suites that open contexts. */
function onEachBackend(suite: Suite): Suite[] {
  return backendNames.map((backend) => ({
    ...suite,
    name: `${suite.name}-${backend}`,
    about: `${suite.about}, on ${backend}`,
    env: { ...suite.env, YMQ_BACKEND: backend },
    backend,
  }));
}

function nodeTest(name: string, about: string, folder: string, builds: BuildName[], limitSeconds = 300): Suite {
  const files = () => filesBelow(folder).filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'));
  const reporters = (report: string) => [
    ...['--test-reporter=junit', `--test-reporter-destination=${report}`],
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
  ];
  return {
    name,
    about,
    builds,
    command: (report) => typescript('--test', ...reporters(report), ...files()),
    counts: 'junit',
    limitSeconds,
  };
}

function pytest(name: string, about: string, folder: string, limitSeconds = 300): Suite {
  // The report has every failure in full, so the output need not.
  const options = ['-q', '--no-summary', '-p', 'no:cacheprovider', '-o', 'faulthandler_timeout=120'];
  return {
    name,
    about,
    builds: ['release'],
    command: (report) => [python, '-m', 'pytest', ...options, `--junitxml=${report}`, folder],
    counts: 'junit',
    limitSeconds,
  };
}

/** The list of scenarios as C++ plays it: on this machine, with libzmq on either side as well, or over the simulated network. */
function scenarios(where: 'real' | 'simulated'): Suite {
  const program = inProject('build', 'release', 'tests', 'ymq_scenarios');
  const about = { real: 'alone and against libzmq', simulated: 'over the simulated network' }[where];
  return {
    name: where === 'real' ? 'scenarios' : 'scenarios-simulated',
    about: `every scenario of every pattern in C++, ${about}`,
    builds: ['release'],
    command: (report) => [program, writeScenarios(), report, where],
    counts: 'junit',
    limitSeconds: 300,
  };
}

/** As a suite of another language plays it, which reads the list from where it is written to. */
function withScenarios(suite: Suite): Suite {
  const command = (report: string) => {
    writeScenarios();
    return suite.command(report);
  };
  return { ...suite, command };
}

function simulation(name: string, about: string, options: string[]): Suite {
  return {
    name,
    about,
    builds: ['release'],
    command: (report) => typescript('scripts/sim.ts', ...options, '--report', report),
    counts: 'junit',
    limitSeconds: 600,
  };
}

/** The C++ suites that run under every preset. Sanitizers make them several times slower. */
function cppSuites(preset: BuildName): Suite[] {
  const limitSeconds = preset === 'release' ? 300 : 600;
  return [
    catch2('unit', 'C++ units', preset, limitSeconds),
    catch2('delivery', 'the contract of delivery, event by event', preset, limitSeconds),
    catch2('fuzz', 'hostile bytes from the fuzzing corpus', preset, limitSeconds),
    catch2('conformance', 'conformance of the seam to the operating system, each backend', preset, limitSeconds),
    ...onEachBackend(catch2('abi_tests', 'the C ABI as a user sees it', preset, limitSeconds)),
  ];
}

/** Every suite, in the order in which they run: what is quick and fails early comes first. */
export const suites: Suite[] = [
  ...linters.map(({ name, about, check: command }) => check(name, about, command)),
  check('tsc', 'types of TypeScript', () => ['tsc', '--project', '.'], ['node']),
  check('codegen-check', 'generated files equal the spec', () => typescript('codegen/main.ts', '--check')),
  nodeTest('scripts', 'the scripts of this project', 'tests/scripts', []),
  nodeTest('bench', 'what the benchmark makes of its figures', 'tests/bench', []),
  nodeTest('docs', 'the tables of docs name tests that exist, and say what is', 'tests/docs', []),
  nodeTest('architecture', 'the arrows between the rooms of libcore', 'tests/architecture', []),
  nodeTest('codegen', 'the generator and what it generates', 'tests/codegen', ['release', 'node']),
  nodeTest('instructions', 'how many instructions a message costs', 'tests/instructions', ['release']),
  ...cppSuites('release'),
  simulation('simulation', 'laws of delivery in 1,000 simulated worlds, new ones each time', ['--seeds', '1000']),
  simulation('canaries', 'the simulator finds out libraries that are broken on purpose', ['--canaries']),
  ...onEachBackend(catch2('interop', 'C++ against libzmq', 'release', 480)),
  scenarios('simulated'),
  ...onEachBackend(scenarios('real')),
  ...onEachBackend(
    withScenarios(pytest('scenarios-python', 'every scenario of every pattern in Python', 'tests/scenarios')),
  ),
  ...onEachBackend(
    nodeTest('scenarios-node', 'every scenario of every pattern in Node', 'tests/scenarios', ['release', 'node']),
  ),
  ...onEachBackend(pytest('python', 'the Python binding', 'tests/bindings/python')),
  ...onEachBackend(nodeTest('node', 'the Node binding', 'bindings/node/test', ['release', 'node'])),
  ...onEachBackend(pytest('interop-python', 'Python against pyzmq', 'tests/interop')),
  ...onEachBackend(
    nodeTest('interop-node', 'Node against libzmq with its drafts', 'tests/interop', ['release', 'node']),
  ),
  ...onEachBackend(nodeTest('readme', 'the examples of the README as they stand', 'tests/readme', ['release', 'node'])),
  ...onEachBackend(nodeTest('examples', 'every example in every language', 'tests/examples', ['release', 'node'], 900)),
  ...onEachBackend(nodeTest('start', 'the main job on a small tree', 'tests/start', ['release', 'node'])),
  ...onEachBackend(
    nodeTest('faults', 'what broken connections and processes cost', 'tests/faults', ['release', 'node'], 1800),
  ),
  ...cppSuites('asan'),
  ...onEachBackend(catch2('interop', 'C++ against libzmq', 'asan', 600)),
  ...cppSuites('tsan'),
];
