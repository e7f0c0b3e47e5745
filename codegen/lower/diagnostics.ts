import { relative } from 'node:path';
import type { Node } from 'ts-morph';

/** What is wrong with a spec, and where: every complaint reads `file:line:column: message`. */
export class SpecError extends Error {
  constructor(readonly complaints: readonly string[]) {
    super(complaints.join('\n'));
    this.name = 'SpecError';
  }
}

/** Collects complaints, so that one run of the generator shows all of them. */
export class Diagnostics {
  readonly #complaints = new Set<string>();

  constructor(readonly folder: string) {}

  /** Returns undefined, so that a reader may report and leave in one statement. */
  report(node: Node, message: string): undefined {
    const { line, column } = node.getSourceFile().getLineAndColumnAtPos(node.getStart());
    const file = relative(this.folder, node.getSourceFile().getFilePath());
    this.#complaints.add(`${file}:${line}:${column}: ${message}`);
  }

  /** How many complaints there are: a reader whose parts complained does not judge the whole. */
  get count(): number {
    return this.#complaints.size;
  }

  throwIfAny(): void {
    if (this.#complaints.size > 0) throw new SpecError([...this.#complaints]);
  }
}
