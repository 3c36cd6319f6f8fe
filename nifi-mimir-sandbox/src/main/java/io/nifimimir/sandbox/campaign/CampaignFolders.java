/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the flow of a campaign takes from and writes to. All but the store stand for what lies outside of the machine whose power goes:
 * what came out there has been said and cannot be taken back.
 *
 * @param outside the folder of all folders but the store
 */
record CampaignFolders(Path outside, Path store) {

    Path inbox() {
        return outside.resolve("inbox");
    }

    Path datasets() {
        return outside.resolve("datasets");
    }

    Path reports() {
        return outside.resolve("reports");
    }

    Path runs() {
        return outside.resolve("runs");
    }

    /** One file for each time that the pipeline was triggered. */
    Path triggers() {
        return outside.resolve("triggers");
    }

    /** Alerts behind the filter of repetitions: what reaches a person. */
    Path alerts() {
        return outside.resolve("alerts");
    }

    /** Repetitions that the filter has dropped. */
    Path repeated() {
        return outside.resolve("repeated");
    }

    Path failures() {
        return outside.resolve("failures");
    }

    void create() {
        try {
            for (final Path folder : List.of(
                    inbox(), datasets(), reports(), runs(), triggers(), alerts(), repeated(), failures(), store())) {
                Files.createDirectories(folder);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("Making the folders in " + outside, e);
        }
    }
}
