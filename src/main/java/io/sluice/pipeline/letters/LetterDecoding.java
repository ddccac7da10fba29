package io.sluice.pipeline.letters;

import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.Rehearsal;
import io.sluice.engine.Rehearsals;
import io.sluice.engine.Rehearsed;
import io.sluice.engine.SparkUnavailableException;
import io.sluice.pipeline.catalogue.PipelineRegistry;
import io.sluice.pipeline.letters.DeadLetterList.DeadLetterPage;
import io.sluice.stream.flow.FlowSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Decodes the letters of a page by the schema of their pipeline, as it is now, without its expressions. Thread-safe. */
@Component
class LetterDecoding {

    /** For a whole page. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Function<String, FlowSpec> specs;
    private final Rehearsals rehearsals;

    @Autowired
    LetterDecoding(PipelineRegistry registry, Rehearsals rehearsals) {
        this(name -> registry.require(name).current().spec(), rehearsals);
    }

    /** @param specs by the pipeline's name */
    LetterDecoding(Function<String, FlowSpec> specs, Rehearsals rehearsals) {
        this.specs = specs;
        this.rehearsals = rehearsals;
    }

    /** The page with its letters decoded as far as they fit; where that is not possible, it says why. */
    DeadLetterPage decoded(String pipeline, DeadLetterPage page) throws InterruptedException {
        FlowSpec spec = specs.apply(pipeline);
        List<DeadLetter> letters = new ArrayList<>();
        String why = null;
        try (Rehearsal decoder = rehearsals.open(new FlowSpec(spec.source(), null, List.of(), spec.trigger()))) {
            why = decode(decoder, page.items(), letters);
        } catch (FlowDefinitionException | SparkUnavailableException e) {
            why = e.getMessage();
        }
        letters.addAll(page.items().subList(letters.size(), page.items().size()));
        return page.with(letters, why);
    }

    /** @return why not all are decoded; null if they are */
    private static @Nullable String decode(Rehearsal decoder, List<DeadLetter> letters, List<DeadLetter> decoded)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (DeadLetter letter : letters) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            try {
                if (left.isNegative()) {
                    throw new Rehearsal.UnfinishedException("The time is over");
                }
                Rehearsed rehearsed = decoder.of(letter.record(), left);
                String field = rehearsed.rejections().isEmpty()
                        ? null
                        : rehearsed.rejections().get(0).field();
                decoded.add(letter.decoded(rehearsed.decoded(), field));
            } catch (Rehearsal.UnfinishedException e) {
                return "The time was over before " + (letters.size() - decoded.size()) + " of them were decoded.";
            }
        }
        return null;
    }
}
