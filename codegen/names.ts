/** `ConnectorType` or `connector_type` as `connector_type`. */
export function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

/** `IO_URING` or `io_uring` as `IoUring`. */
export function pascalCase(name: string): string {
  const words = name.toLowerCase().split('_');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** An enumerator of the core's C++: `IO_URING` as `kIoUring`. */
export function enumerator(name: string): string {
  return `k${pascalCase(name)}`;
}

/** A name that means something in one of the languages that a spec turns into, and so cannot name anything in it. */
export function isReserved(name: string): boolean {
  return reserved.has(name);
}

/** A name that the generated bindings give to something of their own. */
export function isTaken(name: string): boolean {
  return taken.has(name);
}

const taken = new Set(
  'Library AbiMismatch Memory Manifest StructLayout OptionInfo OptionType OptionUnit OptionValues'.split(' '),
);

const reserved = new Set(
  `alignas alignof and and_eq as asm assert async auto await bitand bitor bool break case catch char class co_await
  co_return co_yield compl concept const consteval constexpr constinit const_cast continue debugger decltype def
  default del delete do double dynamic_cast elif else enum except explicit export extends extern False false finally
  float for friend from function global goto if implements import in inline instanceof int interface is lambda let long
  mutable namespace new noexcept None nonlocal not not_eq null nullptr operator or or_eq package pass private protected
  public raise register reinterpret_cast requires restrict return self short signed sizeof static static_assert
  static_cast struct super switch template this thread_local throw True true try typedef typeid typename typeof union
  unsigned using var virtual void volatile wchar_t while with xor xor_eq yield`.split(/\s+/),
);

/** Negative where the first of two versions is the earlier one. Only `major.minor` counts. */
export function compareVersions(one: string, other: string): number {
  const [major = 0, minor = 0] = one.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return major - otherMajor || minor - otherMinor;
}
