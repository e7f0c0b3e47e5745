/** What one lane came to. Times in milliseconds. */
export interface Tally {
  /** Files whose digest came back and was right. */
  files: number;
  bytes: number;
  seconds: number;
  p50: number;
  p99: number;
  /** Replies that differ from our own digest, or that answer no question. */
  mismatches: number;
  /** Files without a reply. */
  missing: number;
  /** Files that could not be read when their turn came, so that they were never sent. */
  unreadable: number;
}

interface Question {
  digest: Uint8Array;
  size: number;
  asked: number;
}

/** The books of a lane: what was asked, and what each reply was worth. */
export class Ledger {
  readonly #expected: number;
  readonly #now: () => number;
  readonly #open = new Map<number, Question>();
  readonly #roundTrips: number[] = [];
  readonly #began: number;
  #ended: number;
  #asked = 0;
  #bytes = 0;
  #mismatches = 0;
  #unreadable = 0;

  /** `expected` files are to be asked about; `now` tells the time in milliseconds. */
  constructor(expected: number, now: () => number = () => performance.now()) {
    this.#expected = expected;
    this.#now = now;
    this.#began = now();
    this.#ended = this.#began;
  }

  /** Notes a question before it is sent, with the answer that is right. Returns its number. */
  ask(digest: Uint8Array, size: number): number {
    const number = this.#asked++;
    this.#open.set(number, { digest, size, asked: this.#now() });
    return number;
  }

  /** Notes a reply. Returns the size of the file that it answers for, or undefined where nobody asked. */
  answer(number: number, digest: Uint8Array): number | undefined {
    this.#ended = this.#now();
    const question = this.#open.get(number);
    this.#open.delete(number);
    if (question && sameBytes(question.digest, digest)) this.#settle(question);
    else this.#mismatches++;
    return question?.size;
  }

  /** Notes a file that could not be read. */
  skip(): void {
    this.#unreadable++;
  }

  get settled(): number {
    return this.#roundTrips.length;
  }

  get settledBytes(): number {
    return this.#bytes;
  }

  tally(): Tally {
    const sorted = Float64Array.from(this.#roundTrips).sort();
    const answered = this.#asked - this.#open.size;
    return {
      files: this.settled,
      bytes: this.#bytes,
      seconds: (this.#ended - this.#began) / 1000,
      p50: quantile(sorted, 0.5),
      p99: quantile(sorted, 0.99),
      mismatches: this.#mismatches,
      missing: this.#expected - this.#unreadable - answered,
      unreadable: this.#unreadable,
    };
  }

  #settle(question: Question): void {
    this.#roundTrips.push(this.#ended - question.asked);
    this.#bytes += question.size;
  }
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}

/** The least value that at least this share of the values does not exceed; 0 where there is none. */
export function quantile(sorted: Float64Array, share: number): number {
  const index = Math.max(0, Math.ceil(sorted.length * share) - 1);
  return sorted[index] ?? 0;
}
