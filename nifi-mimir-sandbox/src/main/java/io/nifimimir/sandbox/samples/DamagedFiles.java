/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.samples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Files that cannot be read, each broken in its own way. */
final class DamagedFiles {

    private static final long SEED = 20_241_231L;
    private static final int NOISE_BYTES = 4_096;
    private static final int EVERY_SO_MANY_A_NUL = 7;
    private static final byte LINE_FEED = '\n';
    private static final int BYTES_INTO_A_RECORD = 90;

    private DamagedFiles() {}

    static List<SampleFile> all(final SampleFile workbook, final SampleFile reports) {
        return List.of(
                new Damaged("damaged/truncated.xlsx", () -> firstHalf(workbook.content())),
                new Damaged("damaged/truncated.json", () -> cutInsideRecord(reports.content())),
                new Damaged("damaged/not_a_table.csv", DamagedFiles::noise),
                new Damaged("damaged/empty.csv", () -> new byte[0]),
                new Damaged(
                        "damaged/header_only.csv", () -> (StockLevels.HEADER + '\n').getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] firstHalf(final byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2);
    }

    /** Records stand one to a line; the cut falls well inside the record after the middle of the file. */
    private static byte[] cutInsideRecord(final byte[] whole) {
        int position = whole.length / 2;
        while (whole[position] != LINE_FEED) {
            position++;
        }
        return Arrays.copyOf(whole, position + BYTES_INTO_A_RECORD);
    }

    private static byte[] noise() {
        final byte[] bytes = new byte[NOISE_BYTES];
        new Chance(SEED).fill(bytes);
        for (int index = 0; index < bytes.length; index += EVERY_SO_MANY_A_NUL) {
            bytes[index] = 0;
        }
        return bytes;
    }

    /** What makes the bytes of a damaged file. */
    @FunctionalInterface
    private interface Content {
        byte[] make() throws IOException;
    }

    private record Damaged(String path, Content maker) implements SampleFile {
        @Override
        public byte[] content() throws IOException {
            return maker.make();
        }
    }
}
