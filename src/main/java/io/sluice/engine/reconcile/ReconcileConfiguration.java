package io.sluice.engine.reconcile;

import io.sluice.engine.Reconciler;
import io.sluice.engine.run.FlowCompiler;
import io.sluice.engine.session.SparkRuntime;
import io.sluice.engine.targets.StoredFlows;
import io.sluice.stream.format.Formats;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.KafkaAccess;
import io.sluice.stream.kafka.KafkaSource;
import io.sluice.stream.kafka.Topics;
import io.sluice.stream.ledger.AuditedLedger;
import io.sluice.stream.ledger.LedgerDatabase;
import io.sluice.stream.store.Stores;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the reconciliation. */
@Configuration(proxyBeanMethods = false)
class ReconcileConfiguration {

    @Bean
    Reconciler reconciler(
            SparkRuntime spark,
            Formats formats,
            Stores stores,
            StoredFlows stored,
            LedgerDatabase ledger,
            LedgerAccess access,
            Topics topics,
            KafkaAccess kafka) {
        return new SparkReconciler(
                spark,
                new FlowCompiler(formats, stores),
                stores,
                stored,
                new AuditedLedger(ledger),
                access,
                topics,
                new KafkaSource(kafka.bootstrapServers(), kafka.properties()));
    }
}
