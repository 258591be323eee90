-- The hosts that write here.
CREATE TABLE mimon_hosts (
  host_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  host text NOT NULL UNIQUE,
  url text NOT NULL DEFAULT '',           -- where people reach its mimon; empty: it said nothing
  version text NOT NULL DEFAULT '',       -- of its mimon
  simulated boolean NOT NULL DEFAULT false,
  first_tick timestamptz,                 -- the oldest it ever wrote
  newest_tick timestamptz,                -- the newest by its clock
  last_tick timestamptz,                  -- the last it wrote
  seen_at timestamptz,                    -- when it wrote last, by the server's clock
  rolled_10s timestamptz,                 -- rolled up to here
  rolled_1m timestamptz,
  rolled_5m timestamptz,
  keeps_1s timestamptz,                   -- what is older may go
  keeps_10s timestamptz,
  keeps_1m timestamptz,
  keeps_5m timestamptz
) WITH (fillfactor = 50);

-- The host itself, its GPUs, disks, interfaces, mounts and CPUs.
CREATE TABLE mimon_devices (
  device_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  host_id integer NOT NULL REFERENCES mimon_hosts ON DELETE CASCADE,
  identity text NOT NULL,                 -- a GPU's UUID; elsewhere as `device`
  device text NOT NULL,                   -- such as gpu/0; empty once another bears it
  kind text NOT NULL,                     -- host, gpu, core, disk, network, mount
  name text NOT NULL,
  gpu_id integer,
  UNIQUE (host_id, identity)
);

-- What each device gives.
CREATE TABLE mimon_series (
  device_id integer NOT NULL REFERENCES mimon_devices ON DELETE CASCADE,
  metric text NOT NULL,
  kind text NOT NULL,                     -- gauge, counter, flags
  decimals smallint NOT NULL,
  PRIMARY KEY (device_id, metric)
);

-- Which column holds which metric.
CREATE TABLE mimon_columns (
  kind text NOT NULL,                     -- of the devices
  metric text NOT NULL,
  column_name text NOT NULL,
  flags boolean NOT NULL,                 -- a bit mask
  PRIMARY KEY (kind, metric)
);

-- A row a device and tick. A column a metric is added as metrics come to be known.
CREATE TABLE system_metrics_history (
  "timestamp" timestamptz NOT NULL,
  device_id integer NOT NULL,
  host text NOT NULL,
  device text NOT NULL,
  gpu_id integer,
  state text,                             -- null: ok
  interval_seconds smallint NOT NULL,     -- until the next tick
  PRIMARY KEY (device_id, "timestamp")
) PARTITION BY RANGE ("timestamp");
CREATE INDEX system_metrics_history_time ON system_metrics_history USING brin ("timestamp");

-- The same over 10 seconds, a minute, five minutes: averages, and min_* and max_* of each metric.
CREATE TABLE system_metrics_10s (
  "timestamp" timestamptz NOT NULL,       -- the bucket's beginning
  device_id integer NOT NULL,
  host text NOT NULL,
  device text NOT NULL,
  gpu_id integer,
  samples integer NOT NULL,
  interval_seconds smallint NOT NULL,     -- between the samples
  PRIMARY KEY (device_id, "timestamp")
) PARTITION BY RANGE ("timestamp");
CREATE TABLE system_metrics_1m (LIKE system_metrics_10s INCLUDING ALL) PARTITION BY RANGE ("timestamp");
CREATE TABLE system_metrics_5m (LIKE system_metrics_10s INCLUDING ALL) PARTITION BY RANGE ("timestamp");
