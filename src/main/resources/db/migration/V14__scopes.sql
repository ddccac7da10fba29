-- Patterns of the names of the pipelines that somebody sees and orders; none: all.
ALTER TABLE sluice.users ADD COLUMN pipelines text[] NOT NULL DEFAULT '{}';
ALTER TABLE sluice.tokens ADD COLUMN pipelines text[] NOT NULL DEFAULT '{}';
