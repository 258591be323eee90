import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/// A copy of `schema` in which an object has no fields but those that are described.
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value)]),
  );
  if (schema.type === 'object' && schema.properties && !('additionalProperties' in schema)) {
    copy.additionalProperties = false;
  }
  return copy;
}

/// Checks answers against an OpenAPI document.
export class Contract {
  constructor(document) {
    this.document = document;
    this.ajv = new Ajv({ strict: false, allErrors: true });
    this.validators = new Map();
    addFormats(this.ajv);
    this.ajv.addSchema(
      { components: { schemas: closed(document.components.schemas) } },
      'https://mimon.invalid/openapi',
    );
  }

  /// `[path, get operation]` of every endpoint.
  operations() {
    return Object.entries(this.document.paths).map(([path, item]) => [path, item.get]);
  }

  /// What is wrong with `body` as the answer to `operation`, a line each.
  errors(operation, status, contentType, body) {
    const type = contentType.split(';')[0];
    const schema = operation.responses[status]?.content?.[type]?.schema;
    if (!schema) return [`${operation.operationId} documents no ${status} of type ${type}`];
    return schema.$ref ? this.schemaErrors(schema.$ref, body) : [];
  }

  /// What is wrong with `body` as a `reference` such as `#/components/schemas/Problem`.
  schemaErrors(reference, body) {
    let validate = this.validators.get(reference);
    if (!validate) {
      validate = this.ajv.compile({ $ref: `https://mimon.invalid/openapi${reference}` });
      this.validators.set(reference, validate);
    }
    if (validate(body)) return [];
    return validate.errors.map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}
