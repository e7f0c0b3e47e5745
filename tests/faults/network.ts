import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

const card = 'ymq0';
const hosts = ['10.77.0.1', '10.77.0.2'] as const;

/** One of two hosts: a network namespace, which lives as long as the process that was started in it. */
export class Host {
  private constructor(
    readonly address: string,
    readonly holder: ChildProcess,
  ) {}

  static async open(address: string): Promise<Host> {
    // It ends with its standard input, so that nothing is left behind, however this process ends.
    const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo; cat'], { stdio: ['pipe', 'pipe', 'pipe'] });
    const refusal = once(holder.stderr, 'data').then(([text]) => Promise.reject(new Error(`${text}`.trim())));
    refusal.catch(() => {}); // It may also come when nobody waits for it any more.
    await Promise.race([once(holder.stdout, 'data'), refusal]);
    return new Host(address, holder);
  }

  /** How a command is run on this host. */
  get prefix(): string[] {
    return ['nsenter', `--net=/proc/${this.holder.pid}/ns/net`, '--'];
  }

  /** Runs ip(8) here. */
  ip(...args: string[]): void {
    ip(this.prefix, args);
  }

  /** What is sent there from here is lost from now on, and nobody is told. */
  dropRouteTo(other: Host): void {
    this.ip('route', 'replace', 'blackhole', `${other.address}/32`);
  }

  restoreRouteTo(other: Host): void {
    this.ip('route', 'del', 'blackhole', `${other.address}/32`);
  }

  setCard(state: 'up' | 'down'): void {
    this.ip('link', 'set', card, state);
  }

  close(): void {
    this.holder.stdin?.end();
  }
}

/** Two hosts on one wire, of their own. */
export class Network {
  private constructor(readonly hosts: [Host, Host]) {}

  /** Throws where the system does not allow it. */
  static async open(): Promise<Network> {
    const [one, other] = [await Host.open(hosts[0]), await Host.open(hosts[1])];
    const ends = [one, other].map(({ holder }) => ['name', card, 'netns', `${holder.pid}`]) as [string[], string[]];
    ip([], ['link', 'add', ...ends[0], 'type', 'veth', 'peer', ...ends[1]]);
    for (const host of [one, other]) {
      host.ip('address', 'add', `${host.address}/24`, 'dev', card);
      host.setCard('up');
    }
    return new Network([one, other]);
  }

  [Symbol.dispose](): void {
    for (const host of this.hosts) host.close();
  }
}

function ip(prefix: string[], args: string[]): void {
  const [program, ...rest] = [...prefix, 'ip', ...args];
  const { status, stderr, error } = spawnSync(program!, rest, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
}
