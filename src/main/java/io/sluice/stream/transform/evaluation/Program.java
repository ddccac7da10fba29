package io.sluice.stream.transform.evaluation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;

/**
 * What a transform does to a record, in order.
 *
 * @param metadata which of {@link io.sluice.stream.column.SourceColumns#METADATA} the steps read; if any, the first step gets
 *     all of them after the decoded columns, else the decoded row alone
 * @param made which columns of the output are not just columns of {@code source}
 * @param allowance that the expressions ask
 */
public record Program(ArrayList<Step> steps, BitSet metadata, BitSet made, Allowance allowance)
        implements Serializable {

    boolean yieldsMany() {
        return steps.stream().anyMatch(Step.Explode.class::isInstance);
    }

    RowConsumer open(RowConsumer end) {
        RowConsumer first = end;
        for (int i = steps.size() - 1; i >= 0; i--) {
            first = steps.get(i).open(first);
        }
        return first;
    }
}
