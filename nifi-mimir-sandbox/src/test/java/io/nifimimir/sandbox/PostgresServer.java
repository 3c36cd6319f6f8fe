/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.Bundle;
import io.nifimimir.sandbox.client.ControllerService;
import io.nifimimir.sandbox.client.NiFiClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** A PostgreSQL of its own for a test, empty at the start and gone at the end. Where none can be started, the test fails and says so. */
final class PostgresServer implements AutoCloseable {
    static final String USER = "postgres";
    static final String PASSWORD = "postgres";
    static final String DRIVER_CLASS = "org.postgresql.Driver";

    private static final Bundle POOLS = Bundle.ofNiFi("nifi-dbcp-service-nar", "2.3.0");
    private static final Duration READY = Duration.ofMinutes(2);

    private final EmbeddedPostgres postgres;

    private PostgresServer(final EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static PostgresServer start() {
        try {
            return new PostgresServer(
                    EmbeddedPostgres.builder().setPGStartupWait(READY).start());
        } catch (final IOException e) {
            throw new UncheckedIOException(
                    "No PostgreSQL could be started on %s %s: expected the binaries that Maven brings for it to run here"
                            .formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
                    e);
        }
    }

    String url() {
        return "jdbc:postgresql://localhost:%d/postgres".formatted(postgres.getPort());
    }

    /** The jar of the driver. */
    static Path driver() {
        try {
            return Path.of(org.postgresql.Driver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (final URISyntaxException e) {
            throw new IllegalStateException("The driver of PostgreSQL is in no file", e);
        }
    }

    /** Runs statements as the owner of the database. */
    void execute(final String... statements) {
        try (Connection connection = DriverManager.getConnection(url(), USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            for (final String sql : statements) {
                statement.execute(sql);
            }
        } catch (final SQLException e) {
            throw new IllegalStateException("PostgreSQL refuses what the test asks for", e);
        }
    }

    /** A pool of connections to it, enabled. */
    ControllerService pool(final NiFiClient client, final String groupId, final String name) {
        final ControllerService pool = client.controllerServices()
                .create(
                        groupId,
                        "org.apache.nifi.dbcp.DBCPConnectionPool",
                        POOLS,
                        name,
                        Map.of(
                                "Database Connection URL", url(),
                                "Database Driver Class Name", DRIVER_CLASS,
                                "database-driver-locations", driver().toString(),
                                "Database User", USER,
                                "Password", PASSWORD));
        client.controllerServices().enable(pool.id());
        return pool;
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (final IOException e) {
            throw new UncheckedIOException("Ending PostgreSQL", e);
        }
    }
}
