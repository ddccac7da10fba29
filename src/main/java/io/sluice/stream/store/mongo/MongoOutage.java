package io.sluice.stream.store.mongo;

import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;

/** Tells a Mongo that is away, or has no primary for now, from every other failure. */
public final class MongoOutage {

    private MongoOutage() {}

    /** Whether this very exception says so, its causes aside. */
    public static boolean is(Throwable cause) {
        return cause instanceof MongoTimeoutException
                || cause instanceof MongoSocketException
                || cause instanceof MongoNotPrimaryException
                || cause instanceof MongoNodeIsRecoveringException;
    }
}
