import { Panel } from '@/components/panel';
import { type Field, fieldsOf, type Schema } from './document';

/// The fields of one shape that the API answers with.
export function SchemaPanel({ name, schema }: { name: string; schema: Schema }) {
  const fields = fieldsOf(schema);
  return (
    <div id={`schema-${name}`} className="scroll-mt-4">
      <Panel title={name}>
        {schema.description && <p className="mb-4 text-sm text-slate-300">{schema.description}</p>}
        {schema.enum && <p className="font-mono text-sm">{schema.enum.join(', ')}</p>}
        {fields.length > 0 && (
          <dl className="grid gap-x-6 text-sm sm:grid-cols-[minmax(8rem,max-content)_minmax(6rem,max-content)_1fr]">
            {fields.map((field) => (
              <FieldRow key={field.path} field={field} />
            ))}
          </dl>
        )}
      </Panel>
    </div>
  );
}

function FieldRow({ field: { path, type, schema, description } }: { field: Field }) {
  return (
    <div className="col-span-full grid grid-cols-subgrid border-t border-slate-800 py-1.5">
      <dt className="font-mono break-all text-slate-100">{path}</dt>
      <dd className="text-slate-400">
        {schema ? (
          <a href={`#schema-${schema}`} className="text-emerald-400 hover:underline">
            {type}
          </a>
        ) : (
          type
        )}
      </dd>
      <dd className="text-slate-300">{description}</dd>
    </div>
  );
}
