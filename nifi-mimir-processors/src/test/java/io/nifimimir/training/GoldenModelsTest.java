/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelExport;
import io.nifimimir.training.model.ModelFormat;
import io.nifimimir.training.model.ModelScorer;
import io.nifimimir.training.model.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Models as each format wrote them predict what they predicted then. */
class GoldenModelsTest {
    private static final int OLDEST_FORMAT = 2;
    private static final int FLIPPED_BYTES = 200;

    /** Before it, the last digits of a probability were those of XGBoost and of the machine. */
    private static final int FIRST_EXACT_FORMAT = 4;

    private static final double LAST_DIGITS = 1e-7;

    /** Folder and target. */
    static Stream<List<String>> models() {
        return IntStream.rangeClosed(OLDEST_FORMAT, ModelFormat.VERSION)
                .mapToObj(GoldenModels::folder)
                .flatMap(folder -> GoldenModels.TARGETS.stream().map(target -> List.of(folder, target)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelOfEachFormatPredictsWhatItAlwaysDid(final List<String> place) throws IOException {
        final JsonNode expected = new ObjectMapper().readTree(resource(place, ".json"));
        try (ModelScorer scorer = ModelScorer.load(resource(place, ".zip"))) {
            final List<Prediction> predictions = scorer.predict(GoldenModels.rows());

            assertTrue(expected.size() > 20, "test is non-trivial");
            assertEquals(expected.size(), predictions.size());
            for (int row = 0; row < predictions.size(); row++) {
                assertSame(expected.get(row), predictions.get(row), tolerance(place.getFirst()), "row " + row);
            }
        }
    }

    private static double tolerance(final String folder) {
        final boolean exact = IntStream.rangeClosed(FIRST_EXACT_FORMAT, ModelFormat.VERSION)
                .anyMatch(version -> GoldenModels.folder(version).equals(folder));
        return exact ? 0 : LAST_DIGITS;
    }

    private static void assertSame(
            final JsonNode expected, final Prediction actual, final double tolerance, final String row) {
        if (actual.label() == null) {
            assertEquals(expected.path("value").asDouble(), actual.value(), tolerance, row);
            assertEquals(expected.path("lower").asDouble(), actual.lower(), tolerance, row);
            assertEquals(expected.path("upper").asDouble(), actual.upper(), tolerance, row);
            return;
        }

        assertEquals(expected.path("label").asText(), actual.label(), row);
        actual.probabilities()
                .forEach((name, probability) -> assertEquals(
                        expected.path("probabilities").path(name).asDouble(), probability, tolerance, row));
    }

    @ParameterizedTest
    @MethodSource("models")
    void oneFlippedByteIsFound(final List<String> place) throws IOException {
        final byte[] model = resource(place, ".zip");
        final ModelArtifact registered = ModelExport.read(model, Instant.EPOCH).artifact();
        final Random random = new Random(1);
        for (int count = 0; count < FLIPPED_BYTES; count++) {
            final int position = random.nextInt(model.length);
            final byte[] damaged = model.clone();
            damaged[position] ^= (byte) (1 << random.nextInt(8));

            final ModelFormatException exception = assertThrows(
                    ModelFormatException.class, () -> ModelScorer.load(with(registered, damaged)), "byte " + position);
            assertTrue(exception.getMessage().contains("integrity"), exception.getMessage());
        }
    }

    private static ModelArtifact with(final ModelArtifact registered, final byte[] content) {
        return new ModelArtifact(
                registered.id(),
                registered.ontologyId(),
                registered.target(),
                1,
                registered.task(),
                registered.learner(),
                true,
                registered.metrics(),
                registered.dataFingerprint(),
                registered.createdAt(),
                content,
                registered.sha256());
    }

    @Test
    void theCurrentFormatKeepsWhatItAdded() throws IOException {
        final String folder = GoldenModels.folder(ModelFormat.VERSION);
        final String both = text(List.of(folder, GoldenModels.TARGETS.getFirst()))
                + text(List.of(folder, GoldenModels.TARGETS.getLast()));

        assertTrue(both.contains("\"operation\":\"QUOTIENT\""), "a pair of features");
        assertTrue(both.contains("\"class_weights\":{\"weights\":[0.75,2.0]}"), "weights of classes");
        for (final String encoding :
                List.of("number", "date", "category", "target_mean", "text", "words", "text_score")) {
            assertTrue(both.contains("\"encoding\":\"%s\"".formatted(encoding)), encoding);
        }
    }

    private static String text(final List<String> place) throws IOException {
        return new String(resource(place, ".zip"), StandardCharsets.ISO_8859_1);
    }

    private static byte[] resource(final List<String> place, final String suffix) throws IOException {
        final String name = "/%s/%s%s".formatted(place.getFirst(), place.getLast(), suffix);
        try (InputStream content = GoldenModelsTest.class.getResourceAsStream(name)) {
            assertNotNull(content, name + " is missing: GoldenModels makes it");
            return content.readAllBytes();
        }
    }
}
