/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.archive;

import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.DataAdapter;

import java.io.IOException;

/** Opens content that is not packed. */
public interface PlainOpener {

    /** How sure the surest adapter is that it can read the content. */
    DataAdapter.Confidence recognise(ContentSource source);

    /** @throws io.nifimimir.ingest.IngestException where no adapter can read the content */
    OpenedTables open(ContentSource source) throws IOException;
}
