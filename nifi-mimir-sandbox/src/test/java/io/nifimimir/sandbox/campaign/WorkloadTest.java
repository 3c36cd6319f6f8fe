/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import io.nifimimir.sandbox.campaign.SiteReport.Kind;
import io.nifimimir.sandbox.campaign.SiteReport.Precondition;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WorkloadTest {
    private static final List<SiteReport> REPORTS = new Workload(1).reports(2 * Workload.FILES_OF_DISTRICT);

    @Test
    void aSeedGivesTheSameFilesAndAnotherSeedOthers() {
        assertArrayEquals(
                REPORTS.get(3).csv(), new Workload(1).reports(4).get(3).csv());
        assertNotEquals(
                new String(REPORTS.get(3).csv(), StandardCharsets.UTF_8),
                new String(new Workload(2).reports(4).get(3).csv(), StandardCharsets.UTF_8));
    }

    @Test
    void aDistrictBeginsWithWhatIsToBeLearnt() {
        assertEquals(Kind.TRAINING, REPORTS.getFirst().kind());
        assertEquals(Kind.TRAINING, REPORTS.get(Workload.FILES_OF_DISTRICT).kind());
        assertEquals(
                2,
                REPORTS.stream()
                        .filter(report -> report.kind() == Kind.TRAINING)
                        .count());
        assertEquals(
                REPORTS.size(),
                REPORTS.stream().map(SiteReport::name).distinct().count());
    }

    /** Otherwise a file would come in whose incident nobody ends, or an end without an incident. */
    @Test
    void eachIncidentEndsInALaterFile() {
        final Set<Precondition> begun = REPORTS.stream()
                .filter(report -> report.incidentAt() != null)
                .map(report -> new Precondition.Alerted(report.ontology(), report.incidentAt()))
                .collect(Collectors.toSet());
        final Set<Precondition> ended = REPORTS.stream()
                .map(SiteReport::after)
                .filter(Precondition.Alerted.class::isInstance)
                .collect(Collectors.toSet());

        assertEquals(10, begun.size());
        assertEquals(begun, ended);
    }

    /** The last file of a district repeats points of an earlier one, and says the same. */
    @Test
    void lateFileAgreesWithWhatWasSaidBefore() {
        final SiteReport earlier = REPORTS.get(2);
        final SiteReport late = REPORTS.get(Workload.FILES_OF_DISTRICT - 1);
        final long repeated =
                late.points().stream().filter(earlier.points()::contains).count();

        assertTrue(repeated > 0 && repeated < late.points().size(), repeated + " points are repeated");
        late.points().stream()
                .filter(earlier.points()::contains)
                .forEach(point ->
                        assertEquals(earlier.points().tailSet(point).first().value(), point.value()));
    }
}
