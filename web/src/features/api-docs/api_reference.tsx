import { useEffect, useState } from 'react';
import { Notice } from '@/components/notice';
import type { ApiDocument } from './document';
import { Endpoint } from './endpoint';
import { SchemaPanel } from './schema_panel';

const address = '/openapi.json';

/// The HTTP API as the server's own OpenAPI document tells it.
export default function ApiReference() {
  const [document, setDocument] = useState<ApiDocument | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const request = new AbortController();
    fetch(address, { signal: request.signal, credentials: 'same-origin' })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then(setDocument)
      .catch(() => setFailed(!request.signal.aborted));
    return () => request.abort();
  }, []);
  if (failed) return <Notice look="error" title="The OpenAPI document could not be loaded." />;
  if (document === null) return <p className="text-slate-400">Loading…</p>;
  return <Reference document={document} />;
}

function Reference({ document }: { document: ApiDocument }) {
  const { info, paths, components } = document;
  const operations = Object.entries(paths).flatMap(([path, { get }]) =>
    get ? [{ path, operation: get }] : [],
  );
  return (
    <div className="space-y-6">
      <p className="max-w-prose text-slate-300">
        <Marked text={info.description ?? ''} /> Version {info.version}, also as{' '}
        <a href={address} className="text-emerald-400 underline">
          OpenAPI document
        </a>
        . <code>/metrics</code> answers in OpenMetrics.
      </p>
      <nav aria-label="Endpoints">
        <ul className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-2 xl:grid-cols-3">
          {operations.map(({ path, operation }) => (
            <li key={path} className="truncate">
              <a
                href={`#${operation.operationId}`}
                className="font-mono text-emerald-400 hover:underline"
              >
                {path}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="grid gap-6 xl:grid-cols-2">
        {operations.map(({ path, operation }) => (
          <Endpoint key={path} path={path} operation={operation} />
        ))}
      </div>
      {Object.entries(components.schemas).map(([name, schema]) => (
        <SchemaPanel key={name} name={name} schema={schema} />
      ))}
    </div>
  );
}

/// Text in which backticks stand around names.
function Marked({ text }: { text: string }) {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part));
}
