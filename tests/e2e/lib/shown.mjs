import { expect } from 'vitest';
import { panel } from './browser.mjs';
import { until } from './wait.mjs';

/// Waits until each panel shows its parts (see figures.mjs). `ask` is called anew for each look:
/// what it asks the server moves on with the page.
export function untilShown(page, ask) {
  return until('the panels show what the API says', async () => {
    for (const [title, { text = [], bars = {}, facts = {} }] of Object.entries(await ask())) {
      const shown = await panel(page, title);
      expect(shown, title).not.toBeNull();
      expect(shown.bars, title).toMatchObject(bars);
      expect(shown.facts, title).toMatchObject(facts);
      for (const part of text) expect(shown.text, title).toContain(part);
    }
    return true;
  });
}
