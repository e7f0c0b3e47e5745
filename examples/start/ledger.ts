/** What one lane came to. Times in milliseconds. */
export interface Tally {
  /** Files whose digest came back and was right. */
  files: number;
  bytes: number;
  seconds: number;
  p50: number;
  p99: number;
  /** Files that were sent. */
  sent: number;
  /** Replies that differ from our own digest, or that answer no question. */
  mismatches: number;
  /** Files without a reply. */
  missing: number;
  /** Replies to questions that had been answered before. */
  twice: number;
  /** Files that could not be read when their turn came, so that they were never sent. */
  unreadable: number;
}

interface Question {
  digest: Uint8Array;
  size: number;
  asked: number;
  isAnswered: boolean;
}

/** The books of a lane: what was asked, and what each reply was worth. */
export class Ledger {
  readonly #expected: number;
  readonly #now: () => number;
  readonly #questions = new Map<number, Question>();
  readonly #roundTrips: number[] = [];
  readonly #began: number;
  #ended: number;
  #answered = 0;
  #bytes = 0;
  #mismatches = 0;
  #twice = 0;
  #unreadable = 0;

  /** `expected` files are to be asked about; `now` tells the time in milliseconds. */
  constructor(expected: number, now: () => number = () => performance.now()) {
    this.#expected = expected;
    this.#now = now;
    this.#began = now();
    this.#ended = this.#began;
  }

  /** Notes a question before it is sent, with the answer that is right. */
  ask(number: number, digest: Uint8Array, size: number): void {
    this.#questions.set(number, { digest, size, asked: this.#now(), isAnswered: false });
  }

  /** Notes a reply. */
  answer(number: number, digest: Uint8Array): void {
    this.#ended = this.#now();
    const question = this.#questions.get(number);
    if (!question) this.#mismatches++;
    else if (question.isAnswered) this.#twice++;
    else this.#answerFirst(question, digest);
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
    return {
      files: this.settled,
      bytes: this.#bytes,
      seconds: (this.#ended - this.#began) / 1000,
      p50: quantile(sorted, 0.5),
      p99: quantile(sorted, 0.99),
      sent: this.#questions.size,
      mismatches: this.#mismatches,
      missing: this.#expected - this.#unreadable - this.#answered,
      twice: this.#twice,
      unreadable: this.#unreadable,
    };
  }

  #answerFirst(question: Question, digest: Uint8Array): void {
    question.isAnswered = true;
    this.#answered++;
    if (sameBytes(question.digest, digest)) this.#settle(question);
    else this.#mismatches++;
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
