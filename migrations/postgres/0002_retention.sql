-- For how long each host keeps each resolution, in seconds of recorded time, as its --history says.
-- Null: its mimon is older than this, and the default holds.
ALTER TABLE mimon_hosts
  ADD COLUMN retention_1s bigint,
  ADD COLUMN retention_10s bigint,
  ADD COLUMN retention_1m bigint,
  ADD COLUMN retention_5m bigint;
