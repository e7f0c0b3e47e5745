import { constants, type Dirent } from 'node:fs';
import { access, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface FoundFile {
  path: string;
  size: number;
}

/** What a walk found: the files to send, and how much there was that is not sent, and why. */
export interface Found {
  files: FoundFile[];
  bytes: number;
  /** Links, devices, pipes, sockets. */
  irregular: number;
  unreadable: number;
  tooLarge: number;
}

export interface Limits {
  maxFiles: number;
  maxBytes: number;
}

/** Finds the regular files below a folder, in the order of their names, without following links. */
export async function findFiles(folder: string, limits: Limits): Promise<Found> {
  const found: Found = { files: [], bytes: 0, irregular: 0, unreadable: 0, tooLarge: 0 };
  await walk(folder, limits, found);
  return found;
}

async function walk(folder: string, limits: Limits, found: Found): Promise<void> {
  for (const entry of await entriesOf(folder, found)) {
    if (found.files.length >= limits.maxFiles) return;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await walk(path, limits, found);
    else if (entry.isFile()) await consider(path, limits, found);
    else found.irregular++;
  }
}

async function entriesOf(folder: string, found: Found): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    found.unreadable++;
    return [];
  }
}

async function consider(path: string, limits: Limits, found: Found): Promise<void> {
  const size = await sizeOfReadable(path);
  if (size === undefined) found.unreadable++;
  else if (size > limits.maxBytes) found.tooLarge++;
  else {
    found.files.push({ path, size });
    found.bytes += size;
  }
}

async function sizeOfReadable(path: string): Promise<number | undefined> {
  try {
    await access(path, constants.R_OK);
    return (await lstat(path)).size;
  } catch {
    return undefined;
  }
}
