/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.QuickTraining;
import io.nifimimir.training.TestTables;
import io.nifimimir.training.table.RowFilter;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.util.Optional;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ContestTest {

    @Test
    void firstModelHasNobodyToBeat() {
        assertNull(train(rivers(1, 400, 1), null).trial());
    }

    @Test
    void modelOfFarMoreRowsBeatsTheChampionOnRowsThatBothHaveNotSeen() {
        final ModelCandidate champion = train(rivers(1, 40, 1), null);
        final ModelCandidate challenger = train(rivers(2, 2_000, 1), champion);

        assertEquals(champion.artifact().id(), challenger.trial().championId());
        assertTrue(challenger.trial().better(), challenger.trial().sentence());
        assertTrue(
                challenger
                        .trial()
                        .sentence()
                        .matches(".* on (39\\d|400) held-out rows that both have not seen, this one .*"),
                challenger.trial().sentence());
    }

    @Test
    void modelOfFarFewerRowsDoesNot() {
        final ModelCandidate champion = train(rivers(1, 2_000, 1), null);
        final ModelCandidate challenger = train(rivers(2, 300, 1), champion);

        assertFalse(challenger.trial().better(), challenger.trial().sentence());
    }

    /** A deep tree knows by heart what it has learnt; compared on these rows, nobody would beat it. */
    @Test
    void rowsThatTheChampionHasLearntFromAreLeftOutOfTheComparison() {
        final TestTables grown = rivers(1, 300, 1);
        final ModelCandidate champion = train(grown, null);
        rivers(2, 300, 1).rows().forEach(grown::row);
        final ModelCandidate challenger = train(grown, champion);
        final String[] words = challenger.trial().sentence().split(" ");
        final int compared = Integer.parseInt(words[8]);

        assertTrue(
                challenger.trial().sentence().contains("that both have not seen"),
                challenger.trial().sentence());
        assertTrue(compared > 50 && compared < 100, challenger.trial().sentence());
    }

    @Test
    void championThatHasSeenAllRowsIsComparedByItsScoreOnTheSameRows() {
        final TestTables tables = rivers(1, 400, 1);
        final ModelCandidate champion = train(tables, null);
        final int[] all = new int[400];
        for (int row = 0; row < all.length; row++) {
            all[row] = row;
        }
        final TrainingTable table = tables.table();
        final byte[] allLearnt = RowFilter.of(
                        Contest.hashes(table, champion.provenance().columns(), "level"), all)
                .toBytes();
        final ModelCandidate challenger =
                train(tables, new ModelCandidate(champion.artifact(), champion.provenance(), allLearnt, null));

        assertFalse(challenger.trial().better());
        assertTrue(
                challenger.trial().sentence().contains("on the same 80 held-out rows before it saw them"),
                challenger.trial().sentence());
    }

    @Test
    void championThatHasSeenRowsOfUnknownOriginIsFavoured() {
        final ModelCandidate champion = train(rivers(1, 400, 1), null);
        final ModelCandidate challenger = train(
                rivers(2, 400, 1), new ModelCandidate(champion.artifact(), champion.provenance(), new byte[0], null));

        assertTrue(
                challenger.trial().sentence().contains("of which the champion has seen 80, which favours it"),
                challenger.trial().sentence());
    }

    @Test
    void championThatCannotPredictTheRowsLoses() {
        final ModelCandidate champion = train(rivers(1, 400, 1), null);
        final TestTables other =
                new TestTables().column("snow", DataType.NUMERIC).column("level", DataType.NUMERIC);
        final Random random = new Random(5);
        for (int row = 0; row < 400; row++) {
            final double snow = random.nextDouble();
            other.row(snow, 10 * Math.sin(9 * snow) + random.nextGaussian());
        }
        final ModelCandidate challenger = train(other, champion);

        assertTrue(challenger.trial().better());
        assertTrue(
                challenger.trial().sentence().contains("column rain (numeric) is missing"),
                challenger.trial().sentence());
    }

    @Test
    void damagedChampionLoses() {
        final ModelCandidate champion = train(rivers(1, 400, 1), null);
        champion.artifact().content()[500] ^= 1;

        final ChampionTrial trial = train(rivers(2, 400, 1), champion).trial();

        assertTrue(trial.better());
        assertTrue(trial.sentence().contains("cannot be read"), trial.sentence());
    }

    private static ModelCandidate train(final TestTables tables, final ModelCandidate champion) {
        final Optional<Incumbent> incumbent = Optional.ofNullable(champion).map(ContestTest::registered);
        return QuickTraining.trainer()
                .train(tables.table(), TestTables.request("level"), target -> incumbent, () -> true, Clock.systemUTC())
                .candidates()
                .getFirst();
    }

    private static Incumbent registered(final ModelCandidate candidate) {
        final ModelArtifact artifact = candidate.artifact();
        final ModelEntry entry = new ModelEntry(
                artifact.id(),
                artifact.ontologyId(),
                artifact.target(),
                3,
                artifact.task(),
                artifact.learner(),
                ModelState.CHAMPION,
                "",
                artifact.metrics(),
                artifact.createdAt(),
                artifact.createdAt(),
                artifact.sha256(),
                candidate.provenance());
        return new Incumbent(entry, artifact, candidate.learntRows());
    }

    /** The level follows rain and snow. */
    private static TestTables rivers(final int seed, final int rows, final double noise) {
        final TestTables tables = new TestTables()
                .column("rain", DataType.NUMERIC)
                .column("snow", DataType.NUMERIC)
                .column("level", DataType.NUMERIC);
        final Random random = new Random(seed);
        for (int row = 0; row < rows; row++) {
            final double rain = random.nextDouble();
            final double snow = random.nextDouble();
            tables.row(rain, snow, 10 * rain + 5 * Math.sin(6 * snow) + noise * random.nextGaussian());
        }
        return tables;
    }
}
