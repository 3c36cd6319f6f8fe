/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TestTables;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GroupFinderTest {

    @Test
    void rowsOfOnePatientAreNeverDivided() {
        final PreparedTarget target = prepare(patients(0.9), ColumnRoles.DETECT);
        final TableColumn patient = target.table().findColumn("patient_id").orElseThrow();

        assertEquals(patient, target.groups().orElseThrow().column());
        assertTrue(target.division().contains("every fifth patient_id"), target.division());
        assertTrue(target.division().contains("intraclass correlation 0."), target.division());
        final Set<String> heldOut = labels(patient, target.heldOutRows());
        heldOut.retainAll(labels(patient, target.rows()));
        assertEquals(Set.of(), heldOut);
        assertEquals(0.2, target.heldOutRows().length / 600.0, 0.05);
    }

    @Test
    void rowsThatAreNotAlikeInTheTargetAreDividedAsOthers() {
        assertTrue(prepare(patients(0), ColumnRoles.DETECT).groups().isEmpty());
    }

    @Test
    void theUserDecides() {
        final ColumnRoles none = new ColumnRoles(Set.of(), ColumnRoles.Groups.NONE, "");
        final ColumnRoles byWard = new ColumnRoles(Set.of(), ColumnRoles.Groups.BY_COLUMN, "ward");
        final ColumnRoles byNothing = new ColumnRoles(Set.of(), ColumnRoles.Groups.BY_COLUMN, "nothing");

        assertTrue(prepare(patients(0.9), none).groups().isEmpty());
        assertTrue(prepare(patients(0.9), byWard).division().contains("every fifth ward"));
        assertThrows(RuntimeException.class, () -> prepare(patients(0.9), byNothing));
    }

    private static PreparedTarget prepare(final TestTables tables, final ColumnRoles roles) {
        final TrainingTable table = tables.table();
        return PreparedTarget.prepare(
                table,
                IntStream.range(0, table.rowCount()).toArray(),
                table.findColumn("pressure").orElseThrow(),
                ModelTask.REGRESSION,
                roles,
                1);
    }

    private static Set<String> labels(final TableColumn column, final int[] rows) {
        return IntStream.of(rows).mapToObj(column::label).collect(Collectors.toCollection(HashSet::new));
    }

    /** @param share of the pressure that is the patient's own */
    private static TestTables patients(final double share) {
        final TestTables tables = new TestTables()
                .column("patient_id", DataType.NUMERIC)
                .column("ward", DataType.STRING)
                .column("dose", DataType.NUMERIC)
                .column("pressure", DataType.NUMERIC);
        final Random random = new Random(8);
        for (long patient = 0; patient < 100; patient++) {
            final double own = random.nextGaussian();
            for (int visit = 0; visit < 6; visit++) {
                tables.row(
                        patient,
                        "ward " + random.nextInt(12),
                        random.nextDouble(),
                        share * own + (1 - share) * random.nextGaussian());
            }
        }

        return tables;
    }
}
