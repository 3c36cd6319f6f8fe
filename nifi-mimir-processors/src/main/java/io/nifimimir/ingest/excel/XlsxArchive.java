/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.InputStreamStatistics;
import org.apache.poi.openxml4j.util.ZipArchiveThresholdInputStream;
import org.apache.poi.openxml4j.util.ZipFileZipEntrySource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/** The parts of a workbook in a ZIP archive that has no path, guarded against ZIP bombs as POI guards those that have one. */
final class XlsxArchive extends ZipFileZipEntrySource {
    /** @param channel is closed with the archive */
    XlsxArchive(final SeekableByteChannel channel) throws IOException {
        super(ZipFile.builder().setSeekableByteChannel(channel).get());
    }

    @Override
    public InputStream getInputStream(final ZipArchiveEntry entry) throws IOException {
        final InputStream input = super.getInputStream(entry);
        // What is stored as it is cannot unpack to more
        return input instanceof InputStreamStatistics ? new ZipArchiveThresholdInputStream(input) : input;
    }
}
