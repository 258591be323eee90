/// The parts of an OpenAPI 3.1 document that the reference shows.
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  additionalProperties?: Schema | boolean;
  'x-unit'?: string;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
}

export interface Response {
  description: string;
  content?: Record<string, { schema?: Schema; example?: unknown }>;
}

export interface Operation {
  operationId: string;
  summary: string;
  parameters?: Parameter[];
  responses: Record<string, Response>;
}

export interface ApiDocument {
  info: { title: string; version: string; description?: string };
  paths: Record<string, { get?: Operation }>;
  components: { schemas: Record<string, Schema> };
}

export interface Field {
  path: string;
  type: string;
  /// The schema that the field holds, by name; `null` for plain values.
  schema: string | null;
  description: string;
}

/// The fields of a schema with those of its inline objects, by their path. What has a schema of its
/// own is named, not spelt out.
export function fieldsOf(schema: Schema, prefix = ''): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const path = prefix + name;
    const inner = value.items?.properties ? value.items : value;
    if (inner.properties) return fieldsOf(inner, `${path}${inner === value ? '' : '[]'}.`);
    return [{ path, type: typeOf(value), schema: schemaName(value), description: describe(value) }];
  });
}

/// The name of the schema that is referred to, also within a list or beside `null`.
export function schemaName(schema: Schema): string | null {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? null;
  if (schema.items) return schemaName(schema.items);
  const choices = schema.anyOf ?? schema.oneOf ?? [];
  return choices.map(schemaName).find((name) => name !== null) ?? null;
}

function typeOf(schema: Schema): string {
  const name = schema.$ref ? schemaName(schema) : null;
  if (name) return name;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(typeOf).join(' or ');
  const types = [schema.type ?? 'any'].flat();
  return types.map((type) => (type === 'array' ? arrayType(schema) : type)).join(' or ');
}

function arrayType(schema: Schema): string {
  return schema.items ? `list of ${typeOf(schema.items)}` : 'list';
}

function describe(schema: Schema): string {
  const unit = schema['x-unit'] ? `In ${schema['x-unit'].replaceAll('_', ' ')}.` : '';
  const values = schema.enum ?? schema.items?.enum;
  const choices = values ? `One of ${values.join(', ')}.` : '';
  return [schema.description, unit, choices].filter(Boolean).join(' ');
}
