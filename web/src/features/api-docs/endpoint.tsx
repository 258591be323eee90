import { Panel } from '@/components/panel';
import { type Operation, type Parameter, type Response, schemaName } from './document';

/// One endpoint: what it answers, what it takes, and what can go wrong.
export function Endpoint({ path, operation }: { path: string; operation: Operation }) {
  const parameters = operation.parameters ?? [];
  const { 200: answer, ...problems } = operation.responses;
  const content = answer?.content?.['application/json'];
  const schema = content?.schema ? schemaName(content.schema) : null;
  const open = !parameters.some(({ required }) => required);
  return (
    <div id={operation.operationId} className="min-w-0 scroll-mt-4">
      <Panel title={`GET ${path}`} aside={open && <Open path={path} />}>
        <div className="space-y-4 text-sm text-slate-300">
          <p>
            {operation.summary}{' '}
            {schema && (
              <>
                Answers{' '}
                <a href={`#schema-${schema}`} className="text-emerald-400 underline">
                  {schema}
                </a>
                .
              </>
            )}
          </p>
          {parameters.length > 0 && <Parameters parameters={parameters} />}
          <Problems problems={problems} />
          {content?.example !== undefined && <Example value={content.example} />}
        </div>
      </Panel>
    </div>
  );
}

function Open({ path }: { path: string }) {
  return (
    <a href={path} className="text-sm text-emerald-400 hover:underline">
      Open<span className="sr-only"> {path}</span>
    </a>
  );
}

function Parameters({ parameters }: { parameters: Parameter[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_1fr]">
      {parameters.map(({ name, in: place, required, description }) => (
        <div key={name} className="contents">
          <dt className="font-mono text-slate-100">{name}</dt>
          <dd>
            {description} In the {place}, {required ? 'required' : 'optional'}.
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Problems({ problems }: { problems: Record<string, Response> }) {
  return (
    <details>
      <summary className="cursor-pointer text-slate-400">Problems</summary>
      <dl className="mt-2 grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1">
        {Object.entries(problems).map(([status, { description }]) => (
          <div key={status} className="contents">
            <dt className="figure text-slate-100">{status}</dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Example({ value }: { value: unknown }) {
  return (
    <details>
      <summary className="cursor-pointer text-slate-400">Example</summary>
      <section
        aria-label="Example answer"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
        tabIndex={0}
        className="mt-2 max-h-96 overflow-auto rounded-lg bg-slate-950 p-4"
      >
        <pre className="text-xs">{JSON.stringify(value, null, 2)}</pre>
      </section>
    </details>
  );
}
