import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/// A new empty folder, and how to remove it.
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'mimon-e2e-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/// Gives `file` the content in one step: a reader sees the old or the new one.
export function replaceFile(file, content) {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
