/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.archive;

import io.nifimimir.ingest.IngestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GzipInputTest {

    @Test
    void membersAreReadOneAfterTheOtherThoughNoByteIsAtHand() throws IOException {
        final byte[] packed = Packed.join(Packed.gzip("a\n1\n"), Packed.gzip(""), Packed.gzip("2\n"));

        assertEquals("a\n1\n2\n", unpack(packed));
    }

    @Test
    void zerosBehindTheEndArePassedOver() throws IOException {
        assertEquals("a", unpack(Packed.join(Packed.gzip("a"), new byte[1_000])));
    }

    @Test
    void optionalFieldsOfTheHeaderArePassedOver() throws IOException {
        final byte[] plain = Packed.gzip("text");
        final byte[] header = Arrays.copyOf(plain, 10);
        header[3] = 2 | 4 | 8 | 16;
        final byte[] fields = {3, 0, 9, 9, 9, 'n', 0, 'c', 'c', 0, 7, 7};

        assertEquals("text", unpack(Packed.join(header, fields, Arrays.copyOfRange(plain, 10, plain.length))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 12, 20})
    void cutOffIsNamed(final int missing) throws IOException {
        final byte[] packed = Packed.gzip("some text that is cut off");

        final String message = messageOf(Arrays.copyOf(packed, packed.length - missing));

        assertTrue(message.contains("cut off: it ends behind byte " + (packed.length - missing)), message);
    }

    @Test
    void cutOffWithinTheHeaderOfAFurtherMemberIsNamed() throws IOException {
        final String message = messageOf(Packed.join(Packed.gzip("a"), Arrays.copyOf(Packed.gzip("b"), 5)));

        assertTrue(message.contains("cut off"), message);
    }

    @Test
    void wrongChecksumIsNamed() throws IOException {
        final byte[] packed = Packed.gzip("text");
        packed[packed.length - 6] ^= 1;

        assertTrue(messageOf(packed).contains("checksum"), messageOf(packed));
    }

    @Test
    void whatIsNoMemberBehindTheFirstIsNamed() throws IOException {
        final String message = messageOf(Packed.join(Packed.gzip("a"), "more".getBytes(StandardCharsets.US_ASCII)));

        assertTrue(message.contains("no gzip member"), message);
    }

    @Test
    void bombIsStopped() throws IOException {
        final byte[] bomb = Packed.gzip(new byte[80 * 1024 * 1024]);

        try (InputStream input = new GzipInput(new ByteArrayInputStream(bomb))) {
            final String message = assertThrows(
                            IngestException.class, () -> input.transferTo(OutputStream.nullOutputStream()))
                    .getMessage();
            assertTrue(message.contains("more than 200 times"), message);
        }
    }

    @Test
    void fewBytesAreNoBombHoweverWellTheyPack() throws IOException {
        final byte[] packed = Packed.gzip(new byte[20 * 1024 * 1024]);

        try (InputStream input = new GzipInput(new ByteArrayInputStream(packed))) {
            assertEquals(20 * 1024 * 1024, input.readAllBytes().length);
        }
    }

    private static String messageOf(final byte[] packed) {
        return assertThrows(IngestException.class, () -> unpack(packed)).getMessage();
    }

    /** By way of a stream that never has bytes at hand, as that of a content repository may be. */
    private static String unpack(final byte[] packed) throws IOException {
        final InputStream source = new ByteArrayInputStream(packed) {
            @Override
            public synchronized int available() {
                return 0;
            }
        };
        try (InputStream input = new GzipInput(source)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
