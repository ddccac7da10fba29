package io.sluice.pipeline.startup;

import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/** Puts the migration off until {@link #run}, so that the application starts while the database is away. */
@Component
class DeferredMigration implements FlywayMigrationStrategy {

    private volatile @Nullable Flyway flyway;

    @Override
    public void migrate(Flyway deferred) {
        flyway = deferred;
    }

    /** Brings Sluice's own tables up to date, once. Does nothing if Flyway is switched off. */
    void run() {
        Flyway deferred = flyway;
        if (deferred != null) {
            deferred.migrate();
            flyway = null;
        }
    }
}
