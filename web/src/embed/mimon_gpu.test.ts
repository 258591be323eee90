import { expect, it } from 'vitest';
import './mimon_gpu';

function show(attributes: string): HTMLIFrameElement | null | undefined {
  document.body.innerHTML = `<mimon-gpu ${attributes}></mimon-gpu>`;
  return document.querySelector('mimon-gpu')?.shadowRoot?.querySelector('iframe');
}

it('shows the card of a GPU of the server that is named', () => {
  expect(show('gpu="3" src="http://node:8000"')?.src).toBe('http://node:8000/embed/gpu?gpu=3');
  expect(show('')?.title).toBe('GPU 0');
});

it('follows its attributes', () => {
  const frame = show('gpu="1" src="http://node:8000/any"');
  document.querySelector('mimon-gpu')?.setAttribute('gpu', '2&x=1');
  expect(frame?.src).toBe('http://node:8000/embed/gpu?gpu=2%26x%3D1');
});
