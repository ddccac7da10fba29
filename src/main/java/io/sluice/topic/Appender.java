package io.sluice.topic;

import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;

/** Sends records and waits for all of them. */
final class Appender {

    /** What a record takes in a request beside its key and value, amply. */
    private static final int OVERHEAD = 512;

    private final KafkaTemplate<byte[], byte[]> kafka;
    private final int maxRequestSize;

    /** @param maxRequestSize the producer's, in bytes; a larger record cannot be sent */
    Appender(KafkaTemplate<byte[], byte[]> kafka, int maxRequestSize) {
        this.kafka = kafka;
        this.maxRequestSize = maxRequestSize;
    }

    List<AppendedRecord> append(String topic, @Nullable Integer partition, byte @Nullable [] key, List<byte[]> values) {
        checkSizes(key == null ? 0 : key.length, values);
        List<CompletableFuture<SendResult<byte[], byte[]>>> sent = new ArrayList<>(values.size());
        for (byte[] value : values) {
            var result = kafka.send(new ProducerRecord<>(topic, partition, key, value));
            sent.add(result);
            if (result.isCompletedExceptionally()) {
                break; // Each further attempt would block until its own timeout.
            }
        }
        kafka.flush();
        List<AppendedRecord> positions = new ArrayList<>(values.size());
        for (var result : sent) {
            positions.add(position(topic, result, positions.size()));
        }
        return positions;
    }

    private void checkSizes(int keySize, List<byte[]> values) {
        int limit = maxRequestSize - OVERHEAD - keySize;
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).length > limit) {
                throw tooLarge(i, "has " + values.get(i).length + " bytes; at most " + limit + " are possible", 0);
            }
        }
    }

    private static AppendedRecord position(
            String topic, CompletableFuture<SendResult<byte[], byte[]>> result, int index) {
        try {
            var metadata = result.get().getRecordMetadata();
            return new AppendedRecord(metadata.partition(), metadata.offset());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw failure(topic, e.getCause() == null ? e : e.getCause(), index);
        }
    }

    private static RuntimeException failure(String topic, Throwable thrown, int index) {
        Throwable cause = thrown instanceof KafkaException || thrown.getCause() == null ? thrown : thrown.getCause();
        if (cause instanceof RecordTooLargeException) {
            return tooLarge(index, "is larger than the broker takes", index);
        }
        if (cause instanceof AuthorizationException refusal) {
            return Refused.by(refusal, "WRITE", topic);
        }
        return cause instanceof RuntimeException runtime ? runtime : new KafkaException(cause);
    }

    private static ProblemException tooLarge(int index, String fault, int appended) {
        return new ProblemException(
                ProblemType.BODY_TOO_LARGE,
                "Record " + index + " " + fault + ". "
                        + (appended == 0 ? "Nothing before it was appended." : appended + " records before it were."));
    }
}
