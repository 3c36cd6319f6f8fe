/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Connections that read. A few are kept open between queries; as many as ask at once are made. */
final class ReaderPool {
    private static final int IDLE_READERS = 4;

    private final BlockingQueue<Reader> idle = new ArrayBlockingQueue<>(IDLE_READERS);

    private final Connector connector;

    private volatile boolean closed;

    ReaderPool(final Connector connector) {
        this.connector = connector;
    }

    Reader borrow() throws SQLException {
        final Reader found = idle.poll();
        return found == null ? new Reader(connector.connect()) : found;
    }

    /** Closes the idle ones; one that is out is closed when it comes back. */
    void close() throws SQLException {
        closed = true;
        for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
            reader.connection.close();
        }
    }

    /** Makes connections. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException;
    }

    /** A connection on loan; closing it gives it back. */
    final class Reader implements AutoCloseable {
        private final Connection connection;

        private boolean usable = true;

        private Reader(final Connection connection) throws SQLException {
            this.connection = connection;
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
            }
        }

        <T> T run(final SqliteDatabase.SqlWork<T> work) throws SQLException {
            usable = false;
            final T result = work.run(connection);
            usable = true;
            return result;
        }

        @Override
        public void close() throws SQLException {
            if (!usable || !idle.offer(this)) {
                connection.close();
            } else if (closed) {
                ReaderPool.this.close();
            }
        }
    }
}
