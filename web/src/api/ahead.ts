/// Answers that were asked for before the part of the program that wants them was there.
const asked = new Map<string, { answer: Promise<Response>; at: number }>();

/// Milliseconds after which an answer is old.
const life = 3000;

/// Sends a GET; the next one of the same address takes its answer.
export function askAhead(address: string, send: (address: string) => Promise<Response>): void {
  const answer = send(address);
  // Whoever takes it is told what failed.
  answer.catch(() => {});
  asked.set(address, { answer, at: performance.now() });
}

/// The answer to what was asked ahead, once; absent where nothing was or it is old.
export function takeAhead(address: string): Promise<Response> | undefined {
  const known = asked.get(address);
  asked.delete(address);
  return known && performance.now() - known.at < life ? known.answer : undefined;
}
