package io.sluice.events.tail;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.Rehearsal;
import io.sluice.engine.Rehearsal.UnfinishedException;
import io.sluice.engine.Rehearsed;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.pipeline.catalogue.Pipeline;
import io.sluice.preview.PreviewedRecord;
import io.sluice.preview.PreviewedRecord.Outcome;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.Position;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.format.RecordMask;
import io.sluice.stream.kafka.records.PassingRecords;
import io.sluice.stream.letters.NewestLetters.Newest;
import io.sluice.web.exchange.LiveAnswer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * One tail, on a thread of its own: sees each second how far the flow came by the ledger, reads some of the records that
 * it passed, and tells what they become under today's definition.
 */
final class Tail {

    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

    private static final long PAUSE_MILLIS = 1000;

    /** How long Kafka, and then all expressions of one second's records, may take. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** What is made of a record is left out if it has more bytes. */
    private static final int LARGEST = 64 << 10;

    private final Pipeline pipeline;
    private final Set<Outcome> only;
    private final int most;
    private final boolean seesMasked;
    private final TailSources ask;
    private final TailQueue queue;
    private final LiveAnswer answer;

    // Of the one thread.
    private long version;
    private @Nullable Rehearsal rehearsal;
    private RecordMask hidden = RecordMask.NONE;
    private @Nullable Offsets at;
    /** Records that have passed since the last rate was told. */
    private long passed;

    /** @param seesMasked whether its reader sees what is masked */
    Tail(
            Pipeline pipeline,
            Set<Outcome> only,
            int most,
            boolean seesMasked,
            TailSources ask,
            TailQueue queue,
            LiveAnswer answer) {
        this.seesMasked = seesMasked;
        this.pipeline = pipeline;
        this.only = only;
        this.most = most;
        this.ask = ask;
        this.queue = queue;
        this.answer = answer;
    }

    void start() {
        Thread thread = new Thread(this::run, "tail-" + pipeline.name());
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (PassingRecords passing = ask.passing()) {
            do {
                if (!step(passing)) {
                    break;
                }
                answer.wake();
            } while (!queue.awaitClosed(PAUSE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("The tail of pipeline {} ended by an error", pipeline.name(), e);
            end("An error of Sluice; its log has it.");
        } finally {
            if (rehearsal != null) {
                rehearsal.close();
            }
            answer.wake();
            answer.end();
        }
    }

    /** @return whether it goes on */
    private boolean step(PassingRecords passing) throws InterruptedException {
        if (!ask.registry().ifOpen().contains(pipeline)) {
            boolean isKnown = ask.registry().isOpen();
            return end(isKnown ? "The pipeline was deleted." : "This instance does not run the pipelines any more.");
        }
        try {
            pass(passing);
            return true;
        } catch (FlowDefinitionException e) {
            return end("The pipeline cannot run as it is defined: " + e.getMessage());
        } catch (UnfinishedException | SparkUnavailableException e) {
            return end(e.getMessage());
        } catch (KafkaException | DataAccessException | SQLException e) {
            // It goes on when they are back.
            LOG.debug("A tail could not be read; trying again", e);
            rate(0, 0);
            return true;
        }
    }

    private void pass(PassingRecords passing) throws SQLException, InterruptedException {
        Rehearsal under = rehearsal();
        Offsets now = ask.positions(pipeline.id());
        Offsets before = at == null ? now.map((topic, partition, offset) -> Math.max(0, offset - 1)) : at;
        at = now;
        long seen = now.positions().stream()
                .mapToLong(end -> Math.max(0, end.offset() - before.get(end.topic(), end.partition(), 0)))
                .sum();
        // For a reader who does not take what there is, nothing is read.
        rate(seen > 0 && queue.isEmpty() ? show(under, passing.read(before, now, most, PATIENCE)) : 0, seen);
    }

    private Rehearsal rehearsal() {
        Pipeline.Version current = pipeline.current();
        // Another pipeline over the topic may have begun to mask it.
        RecordMask now = ask.masking().of(current.spec(), seesMasked);
        Rehearsal open = rehearsal;
        if (open != null && current.number() == version && now.equals(hidden)) {
            return open;
        }
        if (open != null) {
            rehearsal = null;
            open.close();
        }
        if (open != null && current.number() != version) {
            send("definition", Map.of("change", "changed", "version", current.number()));
        }
        hidden = now;
        open = ask.rehearsals().open(current.spec().masking(now.columns()));
        rehearsal = open;
        version = current.number();
        return open;
    }

    private int show(Rehearsal under, List<SourceRecord> records) throws SQLException, InterruptedException {
        Map<Position, Newest> letters = ask.letters(pipeline.name(), records);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int shown = 0;
        for (SourceRecord record : records) {
            if (System.nanoTime() > deadline) {
                break;
            }
            Rehearsed became = under.of(record, PATIENCE);
            PreviewedRecord view = TailRecord.of(
                    record,
                    became,
                    hidden,
                    under.rowMask(),
                    letters.get(new Position(record.topic(), record.partition(), record.offset())));
            if (only.contains(view.outcome())) {
                byte[] event = ask.text().event(null, "record", view);
                queue.add(event.length <= LARGEST ? event : ask.text().event(null, "record", TailRecord.cut(view)));
                shown++;
            }
        }
        return shown;
    }

    private void rate(int shown, long seen) {
        passed += seen;
        if (queue.isEmpty() || shown > 0) {
            Map<String, Object> rate = new LinkedHashMap<>();
            rate.put("shown", shown);
            rate.put("seen", passed);
            send("rate", rate);
            passed = 0;
        }
    }

    private boolean end(@Nullable String why) {
        send("end", Map.of("detail", String.valueOf(why)));
        return false;
    }

    private void send(String kind, Map<String, Object> data) {
        queue.add(ask.text().event(null, kind, data));
    }
}
