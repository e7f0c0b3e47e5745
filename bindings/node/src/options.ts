import { type OptionId, type OptionInfo, type OptionValues, options as table } from './abi.gen.js';
import { checked } from './errors.js';
import { abi } from './library.js';
import { type CamelCase, camelCase } from './words.js';

type OptionName = keyof OptionValues;
type WritableOptionName = {
  [Name in OptionName]: (typeof table)[Name]['readOnly'] extends true ? never : Name;
}[OptionName];

/** The options of a connector. Each read and each write asks the library, which checks the range. */
export type ConnectorOptions = { [Name in OptionName as CamelCase<Name>]: OptionValues[Name] };

/** Options to make a connector with. Bytes may be given as text, which goes as UTF-8. */
export type ConnectorInit = {
  [Name in WritableOptionName as CamelCase<Name>]?:
    | (OptionValues[Name] extends Uint8Array ? Uint8Array | string : OptionValues[Name])
    | undefined;
};

type OptionValue = number | boolean | string | Uint8Array;

/** Every option's bounds allow less. */
const kValueCapacity = 1024;

const infoOf = new Map<string, OptionInfo>(Object.entries(table).map(([name, info]) => [camelCase(name), info]));

/** What an option's value must be in JavaScript. */
const typeNames: Record<OptionInfo['type'], string> = {
  int: 'a whole number',
  bool: 'true or false',
  bytes: 'a string, a Buffer or a Uint8Array',
  text: 'a string',
};

/**
 * The options of one connector as an object with a property for each, sealed so that a misspelt name is an error.
 *
 * @param connector Its handle.
 * @param kept What the library is not asked for: options that mean something else to it than to the application.
 * @param changed Called after an option was set.
 */
export function bindOptions(
  connector: number,
  kept: Partial<ConnectorOptions>,
  changed: (name: string) => void,
): ConnectorOptions {
  const bound = {};
  for (const [name, info] of infoOf) {
    const isKept = Object.hasOwn(kept, name);
    const get = () => (isKept ? Reflect.get(kept, name) : readOption(connector, info));
    const set = (value: OptionValue) => {
      const bytes = encodeOption(name, info, value);
      if (isKept) Reflect.set(kept, name, value);
      else writeOption(connector, info, bytes);
      changed(name);
    };
    Object.defineProperty(bound, name, { get, set, enumerable: true });
  }
  return Object.seal(bound) as ConnectorOptions;
}

/** Sets the given options. `undefined` leaves one at its default. */
export function applyOptions(bound: ConnectorOptions, given: ConnectorInit): void {
  for (const [name, value] of Object.entries(given)) {
    if (!infoOf.has(name))
      throw new TypeError(`there is no option "${name}"; there are ${[...infoOf.keys()].join(', ')}`);
    if (value !== undefined) Object.assign(bound, { [name]: value });
  }
}

function encodeOption(name: string, info: OptionInfo, value: OptionValue): Uint8Array {
  const bytes = encode(info, value);
  if (bytes === undefined)
    throw new TypeError(`the option ${name} must be ${typeNames[info.type]}, not ${describe(value)}`);
  return bytes;
}

function writeOption(connector: number, { id }: OptionInfo, bytes: Uint8Array): void {
  checked(abi.connector_set_option(connector, id as OptionId, bytes, bytes.byteLength));
}

/** Has the library wait for `connector_acknowledge` before messages that it gave count as handed over. */
export function acknowledgeByCall(connector: number): void {
  writeOption(connector, table.manual_acknowledgement, encodeInteger(1));
}

function describe(value: unknown): string {
  return typeof value === 'object' || typeof value === 'function' ? `a value of type ${typeof value}` : String(value);
}

/** The value as the library takes it, or `undefined` where it is of the wrong type. */
function encode({ type }: OptionInfo, value: OptionValue): Uint8Array | undefined {
  switch (type) {
    case 'int':
      return Number.isSafeInteger(value) ? encodeInteger(value as number) : undefined;
    case 'bool':
      return typeof value === 'boolean' ? encodeInteger(Number(value)) : undefined;
    case 'bytes':
      if (value instanceof Uint8Array) return value;
      return typeof value === 'string' ? Buffer.from(value) : undefined;
    case 'text':
      return typeof value === 'string' ? Buffer.from(value) : undefined;
  }
}

function encodeInteger(value: number): Uint8Array {
  return new Uint8Array(BigInt64Array.of(BigInt(value)).buffer);
}

function readOption(connector: number, { id, type }: OptionInfo): OptionValue {
  const integers = new BigInt64Array(kValueCapacity / BigInt64Array.BYTES_PER_ELEMENT);
  const size = checked(abi.connector_get_option(connector, id as OptionId, integers, kValueCapacity));
  const bytes = Buffer.from(integers.buffer, 0, size);
  return {
    int: () => Number(integers[0]),
    bool: () => integers[0] !== 0n,
    bytes: () => bytes,
    text: () => bytes.toString(),
  }[type]();
}
