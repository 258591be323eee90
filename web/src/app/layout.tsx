import { Activity, LayoutDashboard, Server } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { textOf } from '@/api/types';
import { Badge } from '@/components/badge';
import { SettingsButton } from '@/features/settings/settings_button';
import { classes } from '@/lib/classes';
import { Link, usePathname } from '@/lib/router';
import { useLive } from '@/live/live_context';
import { ConnectionNotice } from './connection_notice';
import icon from './icon.svg';
import { useFleetShown } from './use_fleet_shown';

const width = 'mx-auto w-full max-w-[96rem] px-4 sm:px-6 3xl:max-w-[150rem] 4xl:max-w-[220rem]';

const links = [
  { href: '/', name: 'Dashboard', Icon: LayoutDashboard },
  { href: '/system-monitor', name: 'System Monitor', Icon: Activity },
];

const fleet = { href: '/fleet', name: 'Fleet', Icon: Server };

/// What surrounds every page: the way to the others, and how the connection fares.
export function Layout({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus();
    window.scrollTo(0, 0);
  }, [pathname]);
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded focus:bg-slate-800 focus:px-4 focus:py-2"
      >
        Skip to content
      </a>
      <header className="border-b border-slate-800">
        <div
          className={classes(width, 'flex min-h-14 flex-wrap items-center gap-x-6 gap-y-1 py-2')}
        >
          <span className="flex items-center gap-2 font-semibold">
            <img src={icon} alt="" className="size-6" />
            mimon
          </span>
          <Navigation pathname={pathname} />
          <Machine />
          <SettingsButton />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className={classes(width, 'flex-1 space-y-6 py-6')}>
        <ConnectionNotice />
        {children}
      </main>
      <footer className={classes(width, 'flex gap-6 pb-6 text-sm text-slate-400')}>
        <Link href="/docs" className="hover:text-slate-100 hover:underline">
          API Reference
        </Link>
        <a href="/metrics" className="hover:text-slate-100 hover:underline">
          OpenMetrics
        </a>
      </footer>
    </div>
  );
}

function Navigation({ pathname }: { pathname: string }) {
  const shared = useFleetShown();
  const shown = shared || pathname === fleet.href ? [...links, fleet] : links;
  return (
    <nav aria-label="Pages" className="order-last w-full sm:order-none sm:w-auto">
      <ul className="flex gap-1">
        {shown.map(({ href, name, Icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={pathname === href ? 'page' : undefined}
              className={classes(
                'flex items-center gap-2 rounded-lg px-2 py-1.5 text-sm whitespace-nowrap sm:px-3',
                pathname === href
                  ? 'bg-slate-800 text-slate-100'
                  : 'text-slate-400 hover:text-slate-100',
              )}
            >
              <Icon
                aria-hidden="true"
                className={classes('size-4', pathname === href && 'text-emerald-400')}
              />
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Machine() {
  const simulated = useLive((state) => state.simulated);
  const hostname = useLive((state) => textOf(state.system?.info, 'hostname'));
  return (
    <div className="ml-auto flex min-w-0 items-center gap-3 text-sm text-slate-400">
      {simulated && (
        <span title="The figures come from a stand-in, not from this machine's hardware.">
          <Badge look="warning">SIMULATED</Badge>
        </span>
      )}
      {hostname && <span className="max-w-40 truncate sm:max-w-64">{hostname}</span>}
    </div>
  );
}
