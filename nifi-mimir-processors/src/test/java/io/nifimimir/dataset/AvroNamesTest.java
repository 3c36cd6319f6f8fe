/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class AvroNamesTest {

    @Test
    void legalNameStays() {
        assertEquals(List.of("day", "_x1", "Umsatz_EUR"), AvroNames.of(List.of("day", "_x1", "Umsatz_EUR")));
    }

    @Test
    void otherNameBecomesLegal() {
        assertEquals(
                List.of("unit_price", "Grosse_kg_", "_2024", "_", "____"),
                AvroNames.of(List.of("unit price", "Gr\u00f6sse(kg)", "2024", "", "\u0642\u06cc\u0645\u062a")));
    }

    @Test
    void namesThatBecomeAlikeAreToldApart() {
        assertEquals(List.of("a_b_3", "a_b", "a_b_4", "a_b_2"), AvroNames.of(List.of("a b", "a_b", "a.b", "a_b_2")));
    }
}
