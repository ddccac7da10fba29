package io.sluice.preview;

import io.sluice.pipeline.PipelineDirectory;
import io.sluice.preview.PreviewOrder.End;
import io.sluice.preview.PreviewOrder.Sample;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.letters.SampledLetters;
import io.sluice.topic.TopicSamples;
import io.sluice.web.Limits;
import io.sluice.web.ProblemException;
import io.sluice.web.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Gets the records to try a definition on. Thread-safe. */
@Component
class Sampler {

    private final TopicSamples topics;
    private final PipelineDirectory pipelines;
    private final JdbcTemplate ledger;

    Sampler(TopicSamples topics, PipelineDirectory pipelines, DataSource dataSource) {
        this.topics = topics;
        this.pipelines = pipelines;
        this.ledger = new JdbcTemplate(dataSource);
    }

    /** @param cut whether there are fewer than there should be, because they are large */
    record Sampled(List<SourceRecord> records, List<String> notices, boolean cut) {}

    /** @param names of the topics that the definition reads; the first is what given records are said to be of */
    Sampled records(Sample sample, List<String> names) {
        if (sample.records() != null) {
            return given(sample, names.isEmpty() ? "sample" : names.get(0));
        }
        return sample.deadLetters() == null ? newest(sample, names) : letters(sample, sample.deadLetters());
    }

    private static Sampled given(Sample sample, String topic) {
        List<SourceRecord> records = new ArrayList<>();
        long now = System.currentTimeMillis();
        for (byte @Nullable [] value : sample.values()) {
            records.add(new SourceRecord(topic, 0, records.size(), now, null, value, List.of()));
        }
        return new Sampled(records, List.of(), false);
    }

    /** Each topic has its share, of which none is less than one record. */
    private Sampled newest(Sample sample, List<String> names) {
        List<SourceRecord> records = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        boolean cut = false;
        int left = sample.most();
        for (int i = 0; i < names.size() && left > 0; i++) {
            int share = Math.max(1, left / (names.size() - i));
            try {
                TopicSamples.Sample of = topics.read(names.get(i), share, sample.from() == End.OLDEST);
                records.addAll(of.records());
                cut |= of.cut();
                left -= of.records().size();
            } catch (ProblemException e) {
                if (e.type() != ProblemType.TOPIC_NOT_FOUND) {
                    throw e;
                }
                notices.add("The topic '" + Limits.echo(names.get(i)) + "' does not exist.");
            }
        }
        if (records.isEmpty() && notices.isEmpty()) {
            notices.add("The topics have no records.");
        }
        return new Sampled(records, notices, cut);
    }

    private Sampled letters(Sample sample, String pipeline) {
        String name = pipelines.get(pipeline).name();
        ConnectionCallback<List<SourceRecord>> question =
                connection -> SampledLetters.newest(connection, name, sample.most(), Limits.PAGE_BYTES);
        List<SourceRecord> records = Objects.requireNonNull(ledger.execute(question));
        List<String> notices = records.isEmpty() ? List.of("Pipeline '" + name + "' has no dead letters.") : List.of();
        return new Sampled(records, notices, false);
    }
}
