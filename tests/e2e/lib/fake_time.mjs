import { join } from 'node:path';
import { replaceFile, temporaryFolder } from './folder.mjs';

/// The clock of a stand-in NVML, which stands still until it is set.
export class FakeTime {
  constructor(second) {
    this.folder = temporaryFolder();
    this.file = join(this.folder.path, 'second');
    this.set(second);
  }

  set(second) {
    replaceFile(this.file, `${second}\n`);
  }

  remove() {
    this.folder.remove();
  }
}
