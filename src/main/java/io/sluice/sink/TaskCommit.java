package io.sluice.sink;

import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** What a task tells the driver once its transaction is committed. */
record TaskCommit(Tally tally) implements WriterCommitMessage {}
