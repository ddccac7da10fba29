package io.sluice.stream.store.mongo;

import java.util.List;

/** One document for each position: what is there already is from an earlier run of the same task. */
record AppendDelivery(Bulk bulk) implements MongoWriter.Delivery {

    @Override
    public List<Bulk.Refused> deliver(List<Pending> documents) {
        return bulk.insert(documents).refused();
    }
}
