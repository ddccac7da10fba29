package io.sluice.stream.store.mongo.write;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoNamespace;
import com.mongodb.bulk.BulkWriteError;
import io.sluice.stream.text.Excerpt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Mongo's error for one document of a bulk means. */
enum WriteError {
    /** A document with this {@code _id} is there already. */
    ID_TAKEN,
    /** Mongo will never hold this document. */
    REFUSAL,
    /** Mongo leaves out the messages of one bulk after the first MiB of them. */
    UNCLEAR,
    /** The server is not able to write now; it says nothing about the document. */
    SERVER;

    private static final int DUPLICATE_KEY = 11000;
    private static final int MAX_REASON = 1000;
    private static final Pattern INDEX = Pattern.compile(" index: (\\S+) dup key");

    /**
     * Codes that Mongo also gives to single documents while it shuts down, elects a primary, runs out of time, space or
     * rights: mongo/src/mongo/base/error_codes.yml, there mostly as RetriableError, Interruption, ShutdownError.
     */
    private static final Set<Integer> SERVER_CODES = Set.of(
            1, 6, 7, 8, 13, 18, 24, 26, 39, 43, 46, 50, 63, 64, 89, 91, 96, 112, 117, 133, 134, 146, 150, 166, 189, 202,
            246, 249, 251, 262, 267, 290, 314, 317, 358, 384, 9001, 10058, 10107, 11600, 11601, 11602, 13388, 13435,
            13436, 14031);

    /**
     * Codes of a command that Mongo refuses as a whole for what one of its documents holds: a bad value, a parse error, an
     * overflow (too deep), invalid BSON, odd field names, too large.
     */
    private static final Set<Integer> DOCUMENT_CODES = Set.of(2, 9, 14, 15, 22, 52, 55, 56, 57, 10334, 17280, 17419);

    static boolean isOfDocuments(int commandCode) {
        return DOCUMENT_CODES.contains(commandCode);
    }

    static WriteError of(BulkWriteError error, MongoNamespace collection) {
        if (SERVER_CODES.contains(error.getCode())) {
            return SERVER;
        }
        if (error.getMessage().isEmpty()) {
            return UNCLEAR;
        }
        return error.getCode() == DUPLICATE_KEY && isOnId(error.getMessage(), collection) ? ID_TAKEN : REFUSAL;
    }

    /**
     * The driver does not pass on the error's keyPattern, so the message has to tell which index it was. It ends with
     * the key's value, which anybody can choose, so only its beginning counts.
     */
    private static boolean isOnId(String message, MongoNamespace collection) {
        int prefix = message.indexOf("collection: " + collection.getFullName());
        int index = message.indexOf(" index: ");
        return prefix >= 0 && index > prefix && message.startsWith(" index: _id_ dup key", index);
    }

    /**
     * What happened to a document that was sent alone, as a sentence for the dead letter.
     *
     * @param isDiscreet whether no value of the document may be quoted
     */
    static String reason(MongoException failure, boolean isDiscreet) {
        return failure instanceof MongoCommandException command
                ? isDiscreet
                        ? withoutValues(command.getErrorCode(), "")
                        : "Mongo refused the document: " + command.getErrorMessage()
                : "Mongo breaks off the connection whenever it is sent this document";
    }

    private static String withoutValues(int code, String index) {
        return "Mongo refused the document (code " + code + index + "); what it says may quote what is masked";
    }

    /** The name of the index that has the key already; whoever made the index chose it. */
    private static String index(BulkWriteError error) {
        Matcher index = INDEX.matcher(error.getMessage());
        return error.getCode() == DUPLICATE_KEY && index.find() ? ", index " + index.group(1) : "";
    }

    /**
     * The error as a sentence for the dead letter.
     *
     * @param isDiscreet whether no value of the document may be quoted
     */
    static String reason(BulkWriteError error, boolean isDiscreet) {
        if (isDiscreet) {
            return withoutValues(error.getCode(), index(error));
        }
        String details =
                error.getDetails().isEmpty() ? "" : " " + error.getDetails().toJson();
        return Excerpt.of("Mongo refused the document: " + error.getMessage() + details, MAX_REASON);
    }
}
