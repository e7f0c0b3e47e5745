import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FaultProxy, type Plans } from '../../scripts/proxy.js';

/** How the connections of a job are cut. */
export interface Cutting {
  /** How often each link's connection is. */
  cuts: number;
  /** Where: the same seed chooses the same places. */
  seed: number;
}

/**
 * The links between the processes of a lane. In each stands a relay that cuts the connection again and again, with RST and
 * with FIN in turn, wherever a message happens to be; both ends are on their own then.
 */
export class Links {
  readonly #name: string;
  readonly #folder: string;
  readonly #cutting: Cutting;
  readonly #relays: FaultProxy[] = [];

  /** `folder` is for the sockets of relays between ipc endpoints. */
  constructor(name: string, folder: string, cutting: Cutting) {
    this.#name = name;
    this.#folder = folder;
    this.#cutting = cutting;
  }

  /** Puts a link before an endpoint, which is to carry so many bytes. Returns where to connect instead. */
  async before(endpoint: string, bytes: number): Promise<string> {
    const link = this.#relays.length;
    const listen = endpoint.startsWith('tcp:') ? 'tcp://127.0.0.1:0' : `ipc://${join(this.#folder, `link-${link}`)}`;
    const relay = await FaultProxy.open(listen, endpoint, plansOf(this.#cutting, `${this.#name} ${link}`, bytes));
    this.#relays.push(relay);
    return relay.endpoint;
  }

  /** How many connections have been cut. */
  get broken(): number {
    const doomed = this.#relays.flatMap(({ relays }) => relays.slice(0, this.#cutting.cuts));
    return doomed.filter(({ isStruck }) => isStruck).length;
  }

  close(): void {
    for (const relay of this.#relays) relay.close();
  }
}

/**
 * What the connections of a link are to suffer. Each gets no further than its share of the bytes, so that the last cut comes
 * before the last byte.
 */
export function plansOf({ cuts, seed }: Cutting, link: string, bytes: number): Plans {
  return (index) => {
    if (index >= cuts) return undefined;
    const after = Math.floor(fraction(seed, link, index) * (bytes / cuts));
    return { after, of: 'both', fault: { kind: 'cut', how: index % 2 === 0 ? 'rst' : 'fin' } };
  };
}

/** A number from 0 to 1 that looks random, and is the same for the same words. */
function fraction(...words: (string | number)[]): number {
  return createHash('sha256').update(words.join(' ')).digest().readUInt32BE() / 2 ** 32;
}
