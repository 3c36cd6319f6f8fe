/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.ProcessGroup;
import io.nifimimir.sandbox.client.Processor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Every command of every guide as it stands there, against a real NiFi: typed into a real shell, with the real curl. */
@ExtendWith({Troubleshooting.class, SharedNiFi.class})
@Timeout(1800)
class GuidesIT {
    private static final Duration SESSION = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String WANTED =
            "The guides use curl, jq and openssl: apt-get install curl jq openssl (Debian, Ubuntu), brew install curl jq openssl (macOS)";

    private final Path data = TestHomes.fresh("guides");

    @Test
    void everyCommandOfTheGuidesDoesWhatTheyShow(final NiFiInstance instance) throws IOException, SQLException {
        Assumptions.assumeTrue(Stream.of("curl", "jq", "openssl").allMatch(GuidesIT::isInstalled), WANTED);
        final Path desk = desk();
        final List<String> wrong = new ArrayList<>();
        try (TokenGate gate = new TokenGate(instance.address(), desk)) {
            final GuideSession session = session(gate, desk);
            wrong.addAll(session.run(Guide.parse(Path.of("before.md"), BEFORE)));
            assertEquals(List.of(), wrong, "what the guides begin with");
            keepDatasets(instance.client());
            for (final Guide guide : Guide.all()) {
                if (!guide.fences(Fence.Kind.BASH).isEmpty()) {
                    wrong.addAll(session.run(guide));
                }
                wrong.addAll(statements(guide));
                wrong.addAll(rules(instance.client(), guide));
            }
        }
        assertEquals("", String.join("\n\n", wrong));
    }

    /** The flow that requests in the guides go to, which each of them that needs it brings in by the same command. */
    private static final String BEFORE = """
            ```bash
            mkdir -p /data/mimir/uploads && cp samples/*.* /data/mimir/uploads
            docs/automate.sh import templates/mimir-rest-api.json api.port=8080 uploads.folders=/uploads=/data/mimir/uploads \\
                store.folder=/data/mimir/api/store alerts.folder=/data/mimir/api/alerts
            ```
            """;

    /** Where a reader stands: a checkout, of which nothing is changed. */
    private Path desk() throws IOException {
        final Path desk = Files.createDirectories(data.resolve("desk"));
        for (final String folder : List.of("samples", "templates", "docs")) {
            Files.createSymbolicLink(
                    desk.resolve(folder), Guide.CHECKOUT.resolve(folder).toRealPath());
        }
        return desk;
    }

    private GuideSession session(final TokenGate gate, final Path desk) throws IOException {
        final Map<String, String> places = new LinkedHashMap<>();
        places.put("localhost:8443", "localhost:" + gate.port());
        places.put("\\b8080\\b", String.valueOf(Ports.anyFree()));
        places.put("\\b8090\\b", String.valueOf(Ports.anyFree()));
        places.put("\\b8095\\b", String.valueOf(Ports.anyFree()));
        places.put("/opt/nifi\\b", damagedNiFi().toString());
        places.put("/data/mimir\\b", data.resolve("mimir").toString());
        final Map<String, String> environment = Map.of(
                "NIFI",
                "https://localhost:" + gate.port(),
                "NIFI_USER",
                TokenGate.USER,
                "NIFI_PASSWORD",
                TokenGate.PASSWORD,
                "NIFI_CA",
                "none",
                "no_proxy",
                "localhost,127.0.0.1");
        return new GuideSession(desk, environment, places, SESSION);
    }

    /** As the power leaves it seconds after a change of the flow: the file is empty, and whole copies are in the archive. */
    private Path damagedNiFi() throws IOException {
        final Path home = data.resolve("damaged-nifi");
        final Path archive = Files.createDirectories(home.resolve("conf").resolve("archive"));
        Files.createFile(home.resolve("conf").resolve("flow.json.gz"));
        try (OutputStream whole =
                new GZIPOutputStream(Files.newOutputStream(archive.resolve("20260101T060000+0000_flow.json.gz")))) {
            whole.write("{}".getBytes(StandardCharsets.UTF_8));
        }
        Files.createFile(archive.resolve("20260102T060000+0000_flow.json.gz"));
        return home;
    }

    private static boolean isInstalled(final String program) {
        try {
            return new ProcessBuilder("bash", "-c", "command -v " + program)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (final IOException e) {
            // Without a shell there is nothing to type into
            return false;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while looking for " + program, e);
        }
    }

    private void keepDatasets(final NiFiClient client) {
        final ProcessGroup group = client
                .processGroups()
                .children(client.processGroups().rootId())
                .stream()
                .filter(child -> child.name().equals("Mimir REST API"))
                .findFirst()
                .orElseThrow();
        new KeptDatasets(client, group, store()).keep();
    }

    private Path store() {
        return data.resolve("mimir").resolve("api").resolve("store");
    }

    private List<String> statements(final Guide guide) throws SQLException {
        final List<String> wrong = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store().resolve("mimir.db"));
                Statement statement = connection.createStatement()) {
            for (final Fence query : guide.fences(Fence.Kind.SQL)) {
                try (ResultSet rows = statement.executeQuery(query.text())) {
                    if (!rows.next()) {
                        wrong.add(guide.place(query) + ": the query finds nothing");
                    }
                } catch (final SQLException e) {
                    wrong.add(guide.place(query) + ": " + e.getMessage());
                }
            }
        }
        return wrong;
    }

    /** NiFi itself says whether MonitorModel takes the property. */
    private static List<String> rules(final NiFiClient client, final Guide guide) {
        final List<String> wrong = new ArrayList<>();
        for (final Fence rules : guide.fences(Fence.Kind.RULES)) {
            final Processor monitor = Flows.mimir(
                    client,
                    client.processGroups().rootId(),
                    "MonitorModel",
                    guide.place(rules),
                    new Position(0, 0),
                    Map.of("Rules", rules.text()));
            Await.until(
                            "validation of the rules",
                            SOON,
                            () -> client.processors().get(monitor.id()),
                            seen -> !"VALIDATING".equals(seen.validationStatus()))
                    .validationErrors()
                    .stream()
                    .filter(error -> error.contains("'Rules'"))
                    .forEach(error -> wrong.add(guide.place(rules) + ": " + error));
        }
        return wrong;
    }
}
