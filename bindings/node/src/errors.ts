import { Status } from './abi.gen.js';
import { abi } from './library.js';

/** Every way in which a call can fail, by name: `TIMED_OUT`, `CLOSED`, `ADDRESS_IN_USE` and so on. */
export type StatusName = Exclude<keyof typeof Status, 'OK'>;

const nameOfStatus = new Map<number, StatusName>(
  Object.entries(Status).map(([name, value]) => [value, name as StatusName]),
);

/** The name of a status that the library gave. A newer library may know more of them. */
export function statusName(status: number): StatusName {
  return nameOfStatus.get(status) ?? 'INTERNAL';
}

/**
 * What the library answered when something could not be done. Tell one from another by `code`:
 *
 * ```ts
 * catch (error) {
 *   if (isYmqError(error, 'TIMED_OUT')) ...
 * }
 * ```
 */
export class YmqError extends Error {
  override readonly name = 'YmqError';
  /** Which way of failing, by name. */
  readonly code: StatusName;
  /** The same as the library's negative number. */
  readonly status: number;
  /** The operating system's error number behind it, or 0. */
  readonly errno: number;

  constructor(code: StatusName, message?: string, errno = 0) {
    super(`${code}: ${message || abi.ymq_status_text(Status[code])}`);
    this.code = code;
    this.status = Status[code];
    this.errno = errno;
  }
}

/**
 * Whether something caught is a `YmqError`, and, where codes are given, whether it is one of these.
 *
 * @param error What was caught.
 * @param codes The codes to look for; none means any.
 */
export function isYmqError<Code extends StatusName = StatusName>(
  error: unknown,
  ...codes: Code[]
): error is YmqError & { readonly code: Code } {
  return error instanceof YmqError && (codes.length === 0 || (codes as StatusName[]).includes(error.code));
}

/** The error of the call that just failed on this thread, in the library's own words. */
export function failure(status: number): YmqError {
  const systemError = new Int32Array(1);
  const text = abi.ymq_last_error(systemError);
  return new YmqError(statusName(status), text, systemError[0]);
}

/**
 * As `failure`, for a call on a handle that was good when we got it: if it names nothing any more, the object behind it
 * was closed, here or by another thread.
 */
export function failureOfLive(status: number): YmqError {
  return status === Status.INVALID_HANDLE ? new YmqError('CLOSED') : failure(status);
}

/** Passes a good result on, and throws what `failureOfLive` says about a bad one. */
export function checked(result: number): number {
  if (result < 0) throw failureOfLive(result);
  return result;
}
