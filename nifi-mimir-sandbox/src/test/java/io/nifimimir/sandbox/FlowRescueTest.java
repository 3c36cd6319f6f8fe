/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class FlowRescueTest {
    @TempDir
    private Path conf;

    private Path flow;
    private Path older;
    private Path newer;

    @BeforeEach
    void setUp() throws IOException {
        Files.createDirectories(conf.resolve("archive"));
        flow = conf.resolve("flow.json.gz");
        older = conf.resolve("archive").resolve("20260105T101500+0000_flow.json.gz");
        newer = conf.resolve("archive").resolve("20260105T101600+0000_flow.json.gz");
        Files.write(older, zipped("older"));
        Files.write(newer, zipped("newer"));
    }

    @Test
    void wholeFlowStays() throws IOException {
        Files.write(flow, zipped("current"));

        assertEquals(Optional.empty(), new FlowRescue(conf).run());
        assertArrayEquals(zipped("current"), Files.readAllBytes(flow));
    }

    @Test
    void emptyFlowIsReplacedByTheNewestCopy() throws IOException {
        Files.createFile(flow);

        assertEquals(Optional.of(newer), new FlowRescue(conf).run());
        assertArrayEquals(zipped("newer"), Files.readAllBytes(flow));
    }

    /** The newest copy was written in the same moment as the flow, and went the same way. */
    @Test
    void damagedCopiesAreNoCopies() throws IOException {
        Files.write(flow, Arrays.copyOf(zipped("current"), 12));
        Files.write(newer, new byte[0]);

        assertEquals(Optional.of(older), new FlowRescue(conf).run());
        assertArrayEquals(zipped("older"), Files.readAllBytes(flow));
    }

    @Test
    void newHomeHasNothingToRescue() throws IOException {
        Files.delete(older);
        Files.delete(newer);

        assertEquals(Optional.empty(), new FlowRescue(conf).run());
        assertFalse(Files.exists(flow));
    }

    private static byte[] zipped(final String text) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
