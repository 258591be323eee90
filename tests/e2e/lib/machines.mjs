import { fixtures } from './paths.mjs';

const jetson = (board) => ({ name: `Jetson ${board}`, root: `${fixtures}/jetson/${board}` });

const scenario = (name, more = {}) => ({ name: `scenario ${name}`, scenario: name, ...more });

/// The kinds of machine whose answers are held against the contract.
export const machines = [
  scenario('one'),
  scenario('eight'),
  scenario('mixed'),
  scenario('zero'),
  scenario('mig'),
  scenario('unsupported'),
  scenario('denied'),
  scenario('garbage'),
  scenario('processes_200'),
  scenario('old_driver', { variant: 'old' }),
  { name: 'no NVML' },
  jetson('orin-nano'),
  jetson('orin-nano-root'),
  jetson('agx-orin'),
  jetson('agx-orin-root'),
  jetson('xavier'),
  jetson('xavier-root'),
  { name: 'Linux workstation', root: `${fixtures}/linux/workstation` },
  { name: 'Linux container', root: `${fixtures}/linux/container` },
  { name: 'minimal Linux', root: `${fixtures}/linux/minimal` },
  { name: 'broken Linux', root: `${fixtures}/linux/broken` },
];
