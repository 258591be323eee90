import { render, screen } from '@testing-library/preact';
import { expect, it, vi } from 'vitest';
import ApiReference from './api_reference';
import { fieldsOf, schemaName } from './document';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const openapi = {
  info: { title: 'mimon', version: '1.2.3', description: 'About.' },
  paths: {
    '/api/v1/system/gpu-info': {
      get: {
        operationId: 'getGpuInfo',
        summary: 'What one GPU is.',
        parameters: [{ name: 'gpu_id', in: 'query', required: true, description: 'Index.' }],
        responses: {
          200: {
            description: '',
            content: { 'application/json': { schema: ref('GpuInfo'), example: { gpu_id: 7 } } },
          },
          404: { description: 'There is no such GPU.' },
        },
      },
    },
  },
  components: {
    schemas: {
      GpuInfo: {
        type: 'object',
        properties: {
          clock: { type: ['number', 'null'], description: 'Clock.', 'x-unit': 'megahertz' },
        },
      },
    },
  },
};

function serve(body: unknown, status = 200) {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { status }));
}

it('shows endpoints, parameters, problems, an example and the fields', async () => {
  serve(openapi);
  render(<ApiReference />);
  const endpoint = await screen.findByRole('region', { name: 'GET /api/v1/system/gpu-info' });
  expect(endpoint.textContent).toContain('gpu_idIndex. In the query, required.');
  expect(endpoint.textContent).toContain('404There is no such GPU.');
  expect(endpoint.textContent).toContain('"gpu_id": 7');
  expect(screen.queryByRole('link', { name: /^Open \// })).toBeNull();
  expect(screen.getByRole('region', { name: 'GpuInfo' }).textContent).toContain(
    'clocknumber or nullClock. In megahertz.',
  );
});

it('says when the document is not there', async () => {
  serve({}, 404);
  render(<ApiReference />);
  expect((await screen.findByRole('alert')).textContent).toContain('could not be loaded');
});

it('spells inline objects out and names what has a schema of its own', () => {
  const schema = {
    properties: {
      memory: { type: 'object', properties: { used: { type: 'number' } } },
      gpus: { type: 'array', items: ref('GpuInfo') },
      gpu: { oneOf: [ref('GpuInfo'), { type: 'null' }] },
      parts: { type: 'array', items: { properties: { id: { type: 'string' } } } },
    },
  };
  expect(fieldsOf(schema).map(({ path, type }) => `${path}: ${type}`)).toEqual([
    'memory.used: number',
    'gpus: list of GpuInfo',
    'gpu: GpuInfo or null',
    'parts[].id: string',
  ]);
  expect(schemaName(schema.properties.gpu)).toBe('GpuInfo');
  expect(schemaName(schema.properties.memory)).toBeNull();
});
