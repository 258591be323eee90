# Run by packaging/test-deb in a booted Debian: what a package has to do, from its installation to
# its purge. Ends with "all good", or at the first thing that is not so.
set -Eeuo pipefail
trap 'echo "FAILED at line $LINENO: $BASH_COMMAND"; systemctl status mimon --no-pager || true
      journalctl -u mimon --no-pager -n 20 || true' ERR
export DEBIAN_FRONTEND=noninteractive

says() { echo "ok: $*"; }
# until_true COMMAND…: waits for it, half a minute at most.
until_true() {
  for _ in $(seq 150); do if "$@" >/dev/null 2>&1; then return 0; fi; sleep 0.2; done
  "$@"
}
answers() { curl -fsS -o /dev/null "http://127.0.0.1:$1/api/v1/system/health"; }
pid() { systemctl show -p MainPID --value mimon; }
property() { systemctl show -p "$2" --value "$1"; }
status() { sed -n "s/^$1:[[:space:]]*//p" "/proc/$(pid)/status"; }
journal_has() { journalctl -u mimon --no-pager -o cat | grep -- "$1" >/dev/null; }
refused() { if "$@" 2>/dev/null; then echo "not refused: $*"; return 1; fi; }
# What the service's user may do inside the service's own view of the files.
as_service() { nsenter -t "$(pid)" -m setpriv --reuid=mimon --regid=mimon --clear-groups "$@"; }

systemctl --version | head -1
dpkg -i /test/old.deb >/dev/null
until_true answers 8000
[ "$(systemctl is-enabled mimon)" = enabled ]
[ "$(ps -o user= -p "$(pid)")" = mimon ]
[ "$(stat -c '%U %a' /var/lib/mimon)" = 'mimon 700' ]
[ "$(stat -c '%U %a' /etc/mimon/mimon.toml)" = 'root 644' ]
says "installed, enabled, running as $(id mimon)"

until_true journal_has 'serves http://127.0.0.1:8000'
says "the journal has: $(journalctl -u mimon --no-pager -o cat | grep serves)"

[ "$(status NoNewPrivs)" = 1 ]
[ "$(status Seccomp)" = 2 ]
[ "$(status CapBnd)" = 0000000000000000 ]
# Not even as root, in what the service sees of the files.
for folder in /etc/mimon /usr /var /home /root; do refused nsenter -t "$(pid)" -m touch $folder/x; done
as_service touch /var/lib/mimon/x
as_service rm /var/lib/mimon/x
as_service grep -q '^Uid:[[:space:]]*0' /proc/1/status
says "no capabilities, a system call filter; writes to /var/lib/mimon alone; reads root's processes in /proc"
[ "$(property mimon-debugfs ConditionResult)" = no ]
says "debugfs is left alone, as this is no Jetson"
curl -fsS http://127.0.0.1:8000/api/v1/system/health >/test/health
grep '"collectors":.*"status":"ok"' /test/health >/dev/null
refused grep -o '{"name":"[a-z]*","ok":false[^}]*}' /test/health
says "every collector works within these limits"
curl -fsS http://127.0.0.1:8000/ | grep '<div id="root"' >/dev/null
says "the dashboard is there"

echo 'listen = "127.0.0.1:8123"' >>/etc/mimon/mimon.toml
systemctl restart mimon
until_true answers 8123
before=$(pid)
begun=$(stat -c %i /var/lib/mimon/history.db)
dpkg -i --force-confdef --force-confold /test/new.deb >/dev/null 2>&1
until_true answers 8123
[ "$(pid)" != "$before" ]
[ "$(stat -c %i /var/lib/mimon/history.db)" = "$begun" ]
grep -q 8123 /etc/mimon/mimon.toml
says "upgraded from 0.0.1-1 to $(dpkg-query -W -f '${Version}' mimon): restarted, configuration and history kept"

kill -KILL "$(pid)"
until_true answers 8123
says "comes back after a crash"

echo 'bogus = 1' >>/etc/mimon/mimon.toml
systemctl restart mimon || true
until_true journal_has "unknown key 'bogus'"
until_true systemctl is-failed -q mimon
sed -i '/bogus/d' /etc/mimon/mimon.toml
systemctl reset-failed mimon || true
systemctl restart mimon
until_true answers 8123
says "a wrong key is in the journal by its name, and is not tried again"

systemctl disable --now mimon 2>/dev/null
dpkg -i --force-confold /test/new.deb >/dev/null 2>&1
[ "$(systemctl is-enabled mimon || true)" = disabled ]
[ "$(systemctl is-active mimon || true)" = inactive ]
says "a service that was disabled stays so when the package is installed again"
systemctl enable --now mimon 2>/dev/null
until_true answers 8123

dpkg -r mimon >/dev/null 2>&1
[ ! -e /usr/bin/mimon ]
refused pgrep -x mimon
[ -e /etc/mimon/mimon.toml ] && [ -e /var/lib/mimon/history.db ]
says "removed: stopped, configuration and history stay"

dpkg -i --force-confold /test/new.deb >/dev/null 2>&1
until_true answers 8123
[ "$(systemctl is-enabled mimon)" = enabled ]
says "installed again: serves as before"

dpkg -P mimon >/dev/null 2>&1
refused getent passwd mimon
refused getent group mimon
left=$(find / -xdev \( -path /proc -o -path /test -o -path /sys -o -path /run -o -path /tmp \) -prune \
  -o -name '*mimon*' -print)
[ -z "$left" ] || { echo "left: $left"; false; }
refused systemctl cat mimon.service
says "purged: no file, no user, no unit is left"
echo "all good"
