import { build, succeeded } from './build.js';
import { inProject, python } from './environment.js';
import { run } from './run.js';

/** The ways of libymq to talk to the operating system, by the names that `YMQ_BACKEND` takes. */
export const backendNames = ['epoll', 'io_uring'] as const;
export type BackendName = (typeof backendNames)[number];

const limitSeconds = 60;
const makeContext = 'import ymq\nwith ymq.IoContext() as context: print(context.backend)';

/**
 * Why contexts cannot have this backend on this machine, in the words of the library, whose contexts then fall back to
 * another; undefined where they can. Also undefined where the library says nothing: the tests then show what is wrong.
 */
export async function whyMissing(backend: BackendName): Promise<string | undefined> {
  if (!succeeded(await build('release', ['ymq']))) return undefined;
  const library = inProject('build', 'release', 'libymq.so');
  const env = { YMQ_BACKEND: backend, YMQ_LIBRARY: library };
  const { code, output } = await run([python, '-c', makeContext], limitSeconds, env);
  return code === 0 ? fallBack(backend, output.trim()) : undefined;
}

/** What a context says of its backend, where that is not the one that was wished for. */
export function fallBack(wished: BackendName, said: string): string | undefined {
  return said.startsWith(`${wished}:`) ? undefined : said;
}
