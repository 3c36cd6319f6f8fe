/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConsolePatternTest {

    @Test
    void ellipsisStandsForAnythingAndTheRestForItself() {
        final ConsolePattern pattern = new ConsolePattern("{\"id\": \"…\", \"rows\": 12}\n…\nend (of it)\n");

        assertTrue(pattern.differenceTo("{\"id\": \"4f\", \"rows\": 12}\none\ntwo\nend (of it)")
                .isEmpty());
        assertFalse(pattern.differenceTo("{\"id\": \"4f\", \"rows\": 13}\none\nend (of it)")
                .isEmpty());
        assertFalse(pattern.differenceTo("{\"id\": \"4f\", \"rows\": 12}\none\nend (of it) and more")
                .isEmpty());
    }

    @Test
    void ellipsisOnALineOfItsOwnStandsForAnyLinesAlsoNone() {
        final ConsolePattern pattern = new ConsolePattern("…\nbegin\n…\nend\n…");

        assertTrue(pattern.differenceTo("begin\nend").isEmpty());
        assertTrue(pattern.differenceTo("before\nbegin\none\ntwo\nend\nafter").isEmpty());
        assertFalse(pattern.differenceTo("begin\nthe end").isEmpty());
    }

    @Test
    void numbersThatAreAboutRightAreRight() {
        final ConsolePattern pattern = new ConsolePattern("RMSE ≈5.7 against ≈14 naive");

        assertTrue(pattern.differenceTo("RMSE 5.211 against 14.24 naive").isEmpty());
        assertFalse(pattern.differenceTo("RMSE 9.1 against 14.24 naive").isEmpty());
        assertFalse(pattern.differenceTo("RMSE none against 14.24 naive").isEmpty());
    }
}
