/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.services.SqliteMimirStore;
import io.nifimimir.training.AutoTrainer;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.TrainingRequest;
import io.nifimimir.training.model.ChampionTrial;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.table.TrainingTable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Visits to a clinic, and models of them. */
final class Visits {
    static final String CLINIC = "clinic";

    /** The same training gives the same model, so one is enough for all tests. */
    private static final Map<String, ModelCandidate> TRAINED = new HashMap<>();

    private Visits() {}

    static String csv(final int rows, final int seed) {
        return csv(rows, seed, "");
    }

    /** Minutes of waiting follow ward and staff; who is old or waits in surgery is urgent. */
    static String csv(final int rows, final int seed, final String target) {
        final Random random = new Random(seed);
        final String[] wards = {"surgery", "maternity", "children"};
        final StringBuilder csv = new StringBuilder("age,ward,staff" + (target.isEmpty() ? "" : ",") + target + "\n");
        for (int row = 0; row < rows; row++) {
            final int age = 1 + random.nextInt(90);
            final int ward = random.nextInt(wards.length);
            final int staff = 1 + random.nextInt(6);
            csv.append("%d,%s,%d".formatted(age, wards[ward], staff));
            switch (target) {
                case "waiting" ->
                    csv.append(",%.2f".formatted(20 + 15 * ward + 40.0 / staff + age / 10.0 + random.nextGaussian()));
                case "urgent" -> csv.append(age > 60 || ward == 0 && staff < 3 ? ",red" : ",green");
                default -> {
                    // No target is asked for
                }
            }
            csv.append('\n');
        }
        return csv.toString();
    }

    static ModelCandidate train(final String target, final int seed) throws IOException {
        final String name = target + seed;
        if (!TRAINED.containsKey(name)) {
            TRAINED.put(name, trainAnew(target, seed));
        }
        return TRAINED.get(name);
    }

    private static ModelCandidate trainAnew(final String target, final int seed) throws IOException {
        try (DatasetReader reader =
                DatasetReaders.open(new ByteArrayInputStream(Stores.dataset(csv(400, seed, target))))) {
            final TrainingTable table = TrainingTable.load(reader, TrainingTable.DEFAULT_LIMIT_BYTES, () -> true);
            final TrainingRequest request = new TrainingRequest(
                            CLINIC,
                            List.of(target),
                            true,
                            true,
                            false,
                            0.5,
                            1,
                            seed,
                            Duration.ofSeconds(10),
                            1,
                            ColumnRoles.DETECT,
                            "")
                    .withKeyFor(table, false);
            return new AutoTrainer()
                    .train(table, request, () -> true, Clock.systemUTC())
                    .candidates()
                    .getFirst();
        }
    }

    /** Registers the model as it comes out of a comparison with the champion. */
    static ModelEntry register(
            final SqliteMimirStore store, final ModelCandidate candidate, final ChampionTrial trial) {
        return store.training()
                .register(
                        new ModelCandidate(candidate.artifact(), candidate.provenance(), candidate.learntRows(), trial),
                        10);
    }

    /** A dataset as it is read. */
    record Table(List<Column> columns, List<String> names, List<Object[]> rows) {
        Object cell(final int row, final String name) {
            return rows.get(row)[names.indexOf(name)];
        }

        Column column(final String name) {
            return columns.get(names.indexOf(name));
        }
    }

    static Table of(final byte[] dataset) throws IOException {
        try (DatasetReader reader = DatasetReaders.open(new ByteArrayInputStream(dataset))) {
            final List<Object[]> rows = new ArrayList<>();
            for (Object[] row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
            assertEquals(reader.header().rowCount(), rows.size());
            final List<Column> columns = reader.header().columns();
            return new Table(columns, columns.stream().map(Column::name).toList(), rows);
        }
    }
}
