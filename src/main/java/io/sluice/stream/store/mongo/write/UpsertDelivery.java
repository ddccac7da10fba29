package io.sluice.stream.store.mongo.write;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonValue;

/**
 * One document for each key, the newest, in whatever order they come. Inserting comes first, and only what is there is
 * replaced, if it is older. That way a replacement always meets a document, and a taken {@code _id} can only mean that
 * the stored one is as new; were documents upserted right away, two writers that both see nothing could make the newer
 * one lose.
 */
record UpsertDelivery(Bulk bulk) implements MongoWriter.Delivery {

    /** Sends the newest of each key; where Mongo refuses it, the next one has its turn. */
    @Override
    public List<Bulk.Refused> deliver(List<Pending> documents) {
        List<Bulk.Refused> refused = new ArrayList<>();
        Collection<Deque<Pending>> keys = newestFirst(documents);
        while (!keys.isEmpty()) {
            List<Bulk.Refused> round =
                    store(keys.stream().map(Deque::removeFirst).toList());
            refused.addAll(round);
            Set<BsonValue> again = new HashSet<>();
            round.forEach(r -> again.add(r.pending().id()));
            keys.removeIf(key -> key.isEmpty() || !again.contains(key.getFirst().id()));
        }
        return refused;
    }

    private List<Bulk.Refused> store(List<Pending> documents) {
        Bulk.Outcome inserted = bulk.insert(documents);
        List<Bulk.Refused> refused = new ArrayList<>(inserted.refused());
        if (!inserted.taken().isEmpty()) {
            refused.addAll(bulk.replaceOlder(inserted.taken()).refused());
        }
        return refused;
    }

    private static Collection<Deque<Pending>> newestFirst(List<Pending> documents) {
        Map<BsonValue, Deque<Pending>> keys = new LinkedHashMap<>();
        documents.stream()
                .sorted(comparing(Pending::precedence, reverseOrder()))
                .forEach(d ->
                        keys.computeIfAbsent(d.id(), id -> new ArrayDeque<>()).add(d));
        return new ArrayList<>(keys.values());
    }
}
