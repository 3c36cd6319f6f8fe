/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Connections for whoever queries the store by SQL. Closing one gives it back; a few are kept open, as many as ask at once are made. */
final class ConnectionPool implements AutoCloseable {
    private static final int IDLE_CONNECTIONS = 4;

    private final BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(IDLE_CONNECTIONS);

    private final ReaderPool.Connector connector;

    private volatile boolean closed;

    ConnectionPool(final ReaderPool.Connector connector) {
        this.connector = connector;
    }

    Connection borrow() throws SQLException {
        if (closed) {
            throw new SQLException("The store is closed");
        }
        final Connection found = idle.poll();
        final Connection connection = found == null ? connector.connect() : found;
        return (Connection) Proxy.newProxyInstance(
                ConnectionPool.class.getClassLoader(), new Class<?>[] {Connection.class}, new Loan(connection));
    }

    /** Closes the idle ones; one that is out is closed when it comes back. */
    @Override
    public void close() throws SQLException {
        closed = true;
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            connection.close();
        }
    }

    private void giveBack(final Connection connection) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (final SQLException e) {
            Closing.after(e, connection);
            throw e;
        }
        if (!idle.offer(connection)) {
            connection.close();
        } else if (closed) {
            close();
        }
    }

    /** A connection that is out; what is asked of it after it was closed is refused. */
    private final class Loan implements InvocationHandler {
        private final Connection connection;

        private final AtomicBoolean returned = new AtomicBoolean();

        private Loan(final Connection connection) {
            this.connection = connection;
        }

        @Override
        public Object invoke(final Object proxy, final Method method, final Object[] arguments) throws Throwable {
            switch (method.getName()) {
                case "close" -> {
                    if (!returned.getAndSet(true)) {
                        giveBack(connection);
                    }
                    return null;
                }
                case "isClosed" -> {
                    return returned.get() || connection.isClosed();
                }
                case "equals" -> {
                    return arguments[0] != null
                            && Proxy.isProxyClass(arguments[0].getClass())
                            && Proxy.getInvocationHandler(arguments[0]).equals(this);
                }
                case "hashCode" -> {
                    return hashCode();
                }
                default -> {
                    if (returned.get()) {
                        throw new SQLException("The connection is closed");
                    }
                }
            }
            try {
                return method.invoke(connection, arguments);
            } catch (final InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
