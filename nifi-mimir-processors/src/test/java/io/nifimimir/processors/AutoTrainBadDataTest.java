/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.services.SqliteMimirStore;
import io.nifimimir.training.model.ModelState;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AutoTrainBadDataTest {

    @TempDir
    private Path directory;

    private final Random random = new Random(4);
    private TestRunner runner;
    private SqliteMimirStore store;

    @BeforeEach
    void setUp() throws InitializationException {
        runner = TestRunners.newTestRunner(new AutoTrain());
        runner.enforceReadStreamsClosed(true);
        store = Stores.enable(runner, directory);
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
        runner.setProperty(TrainingProperties.TRAINING_THREADS, "1");
    }

    @AfterEach
    void tearDown() {
        store.closeStore();
    }

    @Test
    void oneRow() throws IOException {
        assertNothingTrained("a,b\n1,2\n", "1 row and 2 columns");
    }

    @Test
    void oneColumn() throws IOException {
        assertNothingTrained(
                csv("score", 100, row -> String.valueOf(row * row % 37)), "No other column tells anything");
    }

    @Test
    void nothingButNulls() throws IOException {
        assertNothingTrained(csv("a,b", 100, row -> ","), "no value at all");
    }

    @Test
    void oneClass() throws IOException {
        assertNothingTrained(csv("a,label", 100, row -> random.nextInt() + ",same"), "always the same value");
    }

    @Test
    void tenThousandClasses() throws IOException {
        assertFailed("label", csv("a,label", 20_000, row -> row % 7 + ",class " + row % 10_000), "10,000 classes");
    }

    @Test
    void uniqueSentences() throws IOException {
        assertFailed("note", csv("a,note", 200, row -> row % 7 + ",this is sentence number " + row), "classes");
    }

    @Test
    void infiniteValues() throws IOException {
        final JsonNode report = train(
                "y",
                csv("a,b,y", 400, row -> {
                    final double a = random.nextGaussian();
                    return a + "," + (row % 3 == 0 ? "Infinity" : "1e300") + ","
                            + (a + random.nextGaussian() / 2 > 0 ? "yes" : "no");
                }),
                AutoTrain.SUCCESS);

        assertEquals(
                1, report.path("models_created").asInt(), report.path("summary").asText());
    }

    @Test
    void tenThousandColumns() throws IOException {
        final int columns = 10_000;
        final String names =
                IntStream.range(0, columns).mapToObj(column -> "c" + column).collect(Collectors.joining(","));
        runner.setProperty(TrainingProperties.TRAINING_TIME_BUDGET, "2 sec");
        final JsonNode report = train(
                "y",
                csv(names + ",y", 60, row -> {
                    final boolean yes = row % 2 == 0;
                    return IntStream.range(0, columns)
                            .mapToObj(column -> String.valueOf(random.nextInt(100) + (column == 7 && yes ? 60 : 0)))
                            .collect(Collectors.joining(",", "", yes ? ",yes" : ",no"));
                }),
                AutoTrain.SUCCESS);

        assertEquals(
                1, report.path("models_created").asInt(), report.path("summary").asText());
        assertEquals(10_001, report.path("column_count").asInt());
    }

    @Test
    void aTargetThatNothingTellsIsRejectedAndGoesItsOwnWay() throws IOException {
        final JsonNode report = train(
                "target",
                csv(
                        "a,b,target",
                        300,
                        row -> random.nextGaussian() + "," + random.nextInt(5) + "," + random.nextGaussian()),
                AutoTrain.NO_SIGNAL);

        final JsonNode model = report.path("trained_models").path(0);
        assertEquals("rejected", model.path("state").asText());
        assertTrue(model.path("verdict").asText().startsWith("Not activated: on 60 held-out rows"));
        assertEquals(
                ModelState.REJECTED,
                store.training().entries("training").getFirst().state());
    }

    @Test
    void tooManyRowsAreSampledWithANotice() throws IOException {
        runner.setProperty(TrainingProperties.MAXIMUM_TABLE_SIZE, "40 KB");
        final String csv = csv("a,b,kind", 6_000, row -> {
            final double a = random.nextGaussian();
            return a + "," + random.nextGaussian() + ","
                    + (row % 600 == 5 ? "rare" : a + random.nextGaussian() > 0 ? "high" : "low");
        });

        final JsonNode report = train("kind", csv, AutoTrain.SUCCESS);

        assertTrue(
                report.path("row_count").asInt() < 2_500,
                report.path("row_count").toString());
        assertTrue(
                report.path("notices").path(0).asText().startsWith("Of 6,000 rows"),
                report.path("notices").toString());
        assertTrue(report.path("summary").asText().contains("of rare classes in kind"));
        final JsonNode model = report.path("trained_models").path(0);
        assertEquals("[\"high\",\"low\",\"rare\"]", model.path("classes").toString());
    }

    @Test
    void aDateColumnIsNoCauseToMistakeTheFutureForThePast() throws IOException {
        final JsonNode report = train(
                "load",
                csv("day,heat,load", 200, row -> {
                    final double heat = random.nextGaussian();
                    return LocalDate.of(2024, 1, 1).plusDays(row) + "," + heat + ","
                            + (3 * heat + random.nextGaussian());
                }),
                AutoTrain.SUCCESS);

        final String validation =
                report.path("trained_models").path(0).path("validation").asText();
        assertTrue(validation.startsWith("held out: the last rows by day, from 2024-06"), validation);
        assertTrue(validation.contains("forward in time"), validation);
    }

    private void assertNothingTrained(final String csv, final String reason) throws IOException {
        final JsonNode report = train("", csv, AutoTrain.NO_SIGNAL);

        assertEquals(0, report.path("models_created").asInt());
        assertTrue(
                report.path("summary").asText().contains(reason),
                report.path("summary").asText());
    }

    private void assertFailed(final String target, final String csv, final String reason) throws IOException {
        final JsonNode report = train(target, csv, AutoTrain.NO_SIGNAL);

        final String message =
                report.path("failed_models").path(0).path("error_message").asText();
        assertTrue(message.contains(reason), report.toString());
    }

    private JsonNode train(final String target, final String csv, final Relationship relationship) throws IOException {
        if (!target.isEmpty()) {
            runner.setProperty(TrainingProperties.TARGET_COLUMNS, target);
        }

        runner.setProperty(TrainingProperties.FORECASTING, "false");
        runner.setProperty(TrainingProperties.MONITORING, "false");
        runner.enqueue(Stores.dataset(csv), Map.of(CoreAttributes.FILENAME.key(), "training.csv"));
        runner.run(1, false);
        runner.assertTransferCount(AutoTrain.FAILURE, 0);
        runner.assertTransferCount(relationship, 1);
        final JsonNode report = Json.MAPPER.readTree(
                runner.getFlowFilesForRelationship(relationship).getFirst().toByteArray());
        assertFalse(report.path("summary").asText().isEmpty());
        return report;
    }

    private static String csv(final String header, final int rows, final IntFunction<String> row) {
        return IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n", header + "\n", "\n"));
    }
}
