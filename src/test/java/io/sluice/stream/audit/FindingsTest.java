package io.sluice.stream.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.audit.Finding.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private final Findings findings = new Findings();

    private static Finding found(Kind kind, long offset, String... key) {
        return new Finding("t", 0, offset, 0, RowKey.of(List.of(key)), kind, kind == Kind.DIFFERENT ? "n" : null);
    }

    private static Findings of(Finding... all) {
        Findings some = new Findings();
        for (Finding each : all) {
            some.add(each);
        }
        return some;
    }

    @Test
    void countsAreExactAndExamplesAreBoundedByKind() {
        for (int offset = 0; offset < Findings.MOST_EXAMPLES + 5; offset++) {
            findings.add(found(Kind.MISSING, offset));
        }
        findings.add(found(Kind.UNEXPECTED, 7));
        assertThat(findings.count(Kind.MISSING)).isEqualTo(Findings.MOST_EXAMPLES + 5);
        assertThat(findings.examples(Kind.MISSING)).hasSize(Findings.MOST_EXAMPLES);
        assertThat(findings.examples(Kind.UNEXPECTED)).hasSize(1);

        Findings sum = new Findings();
        sum.add(findings);
        sum.add(findings);
        assertThat(sum.count(Kind.MISSING)).isEqualTo(2 * (Findings.MOST_EXAMPLES + 5));
        assertThat(sum.examples(Kind.MISSING)).hasSize(Findings.MOST_EXAMPLES);
    }

    @Test
    void keyCountsOnceAtTheLastOfItsRecords() {
        findings.add(found(Kind.MISSING, 3, "a"));
        findings.add(found(Kind.MISSING, 9, "a"));
        findings.add(found(Kind.MISSING, 5, "a"));
        findings.add(found(Kind.MISSING, 4, "b"));
        assertThat(findings.count(Kind.MISSING)).isEqualTo(2);
        assertThat(findings.examples(Kind.MISSING)).extracting(Finding::offset).containsExactly(9L, 4L);
    }

    @Test
    void keyThatSeveralTasksFindCountsOnceAsWhatWasFoundFirst() {
        findings.add(of(found(Kind.MISSING, 3, "a"), found(Kind.DIFFERENT, 4, "b")));
        findings.add(of(found(Kind.DIFFERENT, 8, "a"), found(Kind.DIFFERENT, 9, "c")));
        assertThat(findings.count(Kind.MISSING)).isEqualTo(1);
        assertThat(findings.count(Kind.DIFFERENT)).isEqualTo(2);
        assertThat(findings.examples(Kind.MISSING)).containsExactly(found(Kind.MISSING, 8, "a"));
        assertThat(findings.examples(Kind.DIFFERENT))
                .extracting(Finding::offset)
                .containsExactly(4L, 9L);
        assertThat(findings.differing())
                .containsExactlyInAnyOrder(
                        RowKey.of(List.of("b")).identity(),
                        RowKey.of(List.of("c")).identity());
    }

    @Test
    void keysAreToldApartByEachOfTheirColumns() {
        findings.add(found(Kind.MISSING, 1, "a", "bc"));
        findings.add(found(Kind.MISSING, 2, "ab", "c"));
        findings.add(found(Kind.MISSING, 3, "x".repeat(300) + 1));
        findings.add(found(Kind.MISSING, 4, "x".repeat(300) + 2));
        findings.add(found(Kind.UNEXPECTED, 5, "a", "bc"));
        assertThat(findings.count(Kind.MISSING)).isEqualTo(4);
        assertThat(findings.count(Kind.UNEXPECTED)).isEqualTo(1);
        assertThat(findings.examples(Kind.MISSING).get(2).key().values().get(0)).hasSizeLessThan(250);
    }

    @Test
    void tooManyKeysAreNotKeptAndThatIsSaid() {
        for (int n = 0; n < Findings.MOST_KEYS; n++) {
            assertThat(findings.isFull()).isFalse();
            findings.add(found(Kind.MISSING, n, "k" + n));
        }
        assertThat(findings.isFull()).isTrue();
        findings.add(found(Kind.MISSING, 0, "k0"));
        findings.add(found(Kind.MISSING, 1, "another"));
        findings.add(found(Kind.MISSING, 2, "another"));
        assertThat(findings.count(Kind.MISSING)).isEqualTo(Findings.MOST_KEYS + 2);
    }

    @Test
    void whatAnOrderMayHaveDeletedIsMissingOnlyIfThatIsDecided() {
        findings.add(found(Kind.MISSING, 1));
        findings.add(found(Kind.FORGOTTEN, 2));
        findings.addRepaired(1, 1);
        Findings doubtful = findings.takeForgotten();
        assertThat(findings.count(Kind.FORGOTTEN)).isZero();
        assertThat(doubtful.count(Kind.FORGOTTEN)).isEqualTo(1);

        Findings missing = new Findings();
        missing.add(doubtful);
        missing.settle(true);
        assertThat(missing.examples(Kind.MISSING)).containsExactly(found(Kind.MISSING, 2));
        doubtful.settle(false);
        assertThat(doubtful.count(Kind.MISSING)).isZero();
        assertThat(doubtful.examples(Kind.FORGOTTEN)).isEmpty();
    }

    @Test
    void repairOfAKeyCountsOnceAndWhatCouldNotBeWrittenIsLeft() {
        findings.add(found(Kind.MISSING, 1, "a"));
        findings.add(found(Kind.DIFFERENT, 2, "b"));
        findings.addRepaired(2, 2);
        findings.add(found(Kind.DIFFERENT, 9, "a"));
        findings.addRepaired(1, 1);
        assertThat(findings.repaired()).isEqualTo(2);
        findings.add(found(Kind.MISSING, 10, "c"));
        findings.addRepaired(1, 0);
        assertThat(findings.repaired()).isEqualTo(2);
        assertThat(findings.count(Kind.MISSING) + findings.count(Kind.DIFFERENT))
                .isEqualTo(3);
    }
}
