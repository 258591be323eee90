import { describe, expect, it, vi } from 'vitest';
import { ApiError, getAll, getEveryGpu } from './client';

const { signal } = new AbortController();

function answer(body: string, init: ResponseInit = {}) {
  const fetch = vi.fn(async () => new Response(body, init));
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

describe('the client', () => {
  it('asks for the GPU that is wanted, with this origin’s cookies', async () => {
    const fetch = answer('{"gpu_available":false}');
    await expect(getAll(3, signal)).resolves.toEqual({ gpu_available: false });
    expect(fetch).toHaveBeenCalledWith(
      '/api/v1/system/all?gpu_id=3',
      expect.objectContaining({ credentials: 'same-origin', signal }),
    );
    await getAll(null, signal);
    expect(fetch).toHaveBeenLastCalledWith('/api/v1/system/all', expect.anything());
  });

  it('reads the detail and the wait of a problem document', async () => {
    answer('{"title":"Unavailable","status":503,"detail":"No driver."}', {
      status: 503,
      headers: { 'Retry-After': '5' },
    });
    await expect(getEveryGpu(signal)).rejects.toMatchObject({
      name: 'ApiError',
      message: 'No driver.',
      status: 503,
      retryAfter: 5000,
    });
  });

  it('names the status of an answer that is no problem document', async () => {
    answer('<html>', { status: 502 });
    await expect(getAll(null, signal)).rejects.toMatchObject({
      message: 'The server answered 502.',
      status: 502,
      retryAfter: null,
    });
  });

  it('refuses a good answer that is not JSON', async () => {
    answer('<html>');
    await expect(getAll(null, signal)).rejects.toBeInstanceOf(ApiError);
  });

  it('turns a refused connection into an error without a status', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('Failed to fetch')));
    await expect(getAll(null, signal)).rejects.toMatchObject({
      message: 'The server cannot be reached.',
      status: null,
    });
  });

  it('passes on why a request was given up', async () => {
    const given = new AbortController();
    const why = new Error('replaced');
    given.abort(why);
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new DOMException('', 'AbortError')));
    await expect(getAll(null, given.signal)).rejects.toBe(why);
  });
});
