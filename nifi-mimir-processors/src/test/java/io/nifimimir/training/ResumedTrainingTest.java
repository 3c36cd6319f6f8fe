/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.training.model.ModelArtifact;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ResumedTrainingTest {
    private static final int ROWS = 120;

    @Test
    void aTrainingThatDiedBehindAnyCandidateGoesOnThereAndGivesTheSameBytes() {
        final Checkpoints uninterrupted = new Checkpoints(Integer.MAX_VALUE);
        final ModelArtifact expected = train(uninterrupted, 1);
        assertTrue(uninterrupted.saved.size() >= 4, "test is non-trivial: " + uninterrupted.saved);

        final int died = 3;
        final Checkpoints interrupted = new Checkpoints(died);
        assertThrows(PowerCut.class, () -> train(interrupted, 1));
        assertEquals(uninterrupted.saved.subList(0, died), interrupted.saved);

        interrupted.survives = Integer.MAX_VALUE;
        final ModelArtifact resumed = train(interrupted, 1);
        assertEquals(uninterrupted.saved, interrupted.saved, "candidates were scored again");
        assertArrayEquals(expected.content(), resumed.content());
        assertEquals(expected.sha256(), resumed.sha256());
    }

    @Test
    void threadsDoNotChangeTheModel() {
        final ModelArtifact one = train(new Checkpoints(Integer.MAX_VALUE), 1);
        final ModelArtifact three = train(new Checkpoints(Integer.MAX_VALUE), 3);

        assertArrayEquals(one.content(), three.content());
    }

    private static ModelArtifact train(final CandidateCheckpoints checkpoints, final int threads) {
        final TrainingRequest request = new TrainingRequest(
                "ontology",
                List.of("price"),
                true,
                true,
                false,
                0.5,
                3,
                42,
                Duration.ofHours(1),
                threads,
                ColumnRoles.DETECT,
                "training-key");
        return new AutoTrainer(checkpoints)
                .train(SyntheticData.houses(ROWS).table(), request, () -> true, Clock.systemUTC())
                .models()
                .getFirst();
    }

    /** An error, as a training takes exceptions for failures of one target. */
    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class Checkpoints implements CandidateCheckpoints {
        private final Map<String, byte[]> contents = new HashMap<>();
        private final List<String> saved = new ArrayList<>();
        private int survives;

        Checkpoints(final int survives) {
            this.survives = survives;
        }

        @Override
        public Optional<byte[]> find(final String trainingKey, final String target, final String candidate) {
            return Optional.ofNullable(contents.get(trainingKey + target + candidate));
        }

        @Override
        public void save(final String trainingKey, final String target, final String candidate, final byte[] content) {
            contents.put(trainingKey + target + candidate, content);
            saved.add(candidate);
            if (saved.size() == survives) {
                throw new PowerCut();
            }
        }

        @Override
        public void clear(final String trainingKey) {
            contents.clear();
        }
    }
}
