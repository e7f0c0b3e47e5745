/** What the programs measure. All figures of a run together are one sample. */
export interface Figure {
  /** As the head of a column says it, with its unit. */
  title: string;
  better: 'more' | 'less';
  /** Decimal places. */
  digits: number;
}

export const figures = {
  messages_per_second: { title: 'messages/s', better: 'more', digits: 0 },
  published_per_second: { title: 'published/s', better: 'more', digits: 0 },
  gigabits_per_second: { title: 'Gb/s', better: 'more', digits: 2 },
  cpu_seconds_per_million: { title: 'CPU s per million', better: 'less', digits: 3 },
  router_cpu_ns: { title: 'CPU ns per echo', better: 'less', digits: 0 },
  publisher_cpu_ns: { title: 'CPU ns per delivery', better: 'less', digits: 0 },
  p50_us: { title: 'p50 us', better: 'less', digits: 1 },
  p99_us: { title: 'p99 us', better: 'less', digits: 1 },
  p999_us: { title: 'p99.9 us', better: 'less', digits: 1 },
  queue_ms: { title: 'queue ms', better: 'less', digits: 2 },
  drain_ms: { title: 'drain ms', better: 'less', digits: 2 },
  cpu_percent: { title: 'CPU %', better: 'less', digits: 2 },
  bytes_per_peer: { title: 'bytes per peer', better: 'less', digits: 0 },
  copies: { title: 'copies, the worse side', better: 'less', digits: 3 },
  sender_copies: { title: 'copies, sender', better: 'less', digits: 3 },
  receiver_copies: { title: 'copies, receiver', better: 'less', digits: 3 },
  seconds: { title: 'seconds', better: 'less', digits: 2 },
  system_calls_per_message: { title: 'system calls per message', better: 'less', digits: 4 },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof figures;

export type Sample = Partial<Record<FigureName, number>>;

/** As a table shows it: `1,234,567`, `12.34`. */
export function formatFigure(name: FigureName, value: number): string {
  const { digits } = figures[name];
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `64 KiB`, `1 MiB`, `128 B`. */
export function formatSize(bytes: number): string {
  if (bytes >= 1 << 20) return `${bytes / (1 << 20)} MiB`;
  return bytes >= 1024 ? `${bytes / 1024} KiB` : `${bytes} B`;
}

/** Two significant decimals where they say something: `6.12x`, `0.987x`, `12.3x`. */
export function formatRatio(value: number): string {
  return `${value.toFixed(value < 1 ? 3 : value < 10 ? 2 : 1)}x`;
}
