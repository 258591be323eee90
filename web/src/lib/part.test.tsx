import { act, render, screen } from '@testing-library/preact';
import type { ComponentType } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { part } from './part';

interface Props {
  name: string;
}

const Greeting = ({ name }: Props) => <p>Hello {name}</p>;

function held() {
  let settle = { resolve: (_: ComponentType<Props>) => {}, reject: (_: Error) => {} };
  const load = vi.fn(
    () =>
      new Promise<ComponentType<Props>>((resolve, reject) => {
        settle = { resolve, reject };
      }),
  );
  const resolve = (component: ComponentType<Props>) => settle.resolve(component);
  return { Greet: part(load), load, resolve, reject: (error: Error) => settle.reject(error) };
}

describe('a part', () => {
  it('is brought when it is first drawn, with something in its place meanwhile', async () => {
    const { Greet, load, resolve } = held();
    expect(load).not.toHaveBeenCalled();
    render(<Greet name="Ada" soon={<p>Soon</p>} />);
    expect(screen.getByText('Soon')).toBeDefined();
    await act(async () => resolve(Greeting));
    expect(screen.getByText('Hello Ada')).toBeDefined();
    expect(load).toHaveBeenCalledOnce();
  });

  it('stands there at once where it was brought before', async () => {
    const { Greet, load, resolve } = held();
    Greet.bring();
    Greet.bring();
    resolve(Greeting);
    await act(async () => {});
    render(<Greet name="Ada" soon={<p>Soon</p>} />);
    expect(screen.queryByText('Soon')).toBeNull();
    expect(screen.getByText('Hello Ada')).toBeDefined();
    expect(load).toHaveBeenCalledOnce();
  });

  it('throws what kept it from coming, where it is drawn', async () => {
    const { Greet, reject } = held();
    Greet.bring();
    reject(new Error('It is gone.'));
    await act(async () => {});
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(() => render(<Greet name="Ada" />)).toThrow('It is gone.');
  });
});
