/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.sandbox.Await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * NiFi's NAR manager. A NAR that was uploaded survives restarts, and another upload of the same coordinate replaces it
 * while NiFi runs: NiFi stops the components of it, loads the new classes, and starts them again. A NAR that lies in
 * extensions/ cannot be replaced that way.
 */
public final class Nars {

    private static final String NARS = "controller/nar-manager/nars";

    private final RestConnection connection;

    Nars(final RestConnection connection) {
        this.connection = connection;
    }

    /** The NARs that were uploaded; those of lib/ and extensions/ are not the manager's. */
    public List<Nar> list() {
        return StreamSupport.stream(connection.get(NARS).path("narSummaries").spliterator(), false)
                .map(entity -> RestConnection.read(entity.path("narSummary"), Nar.class))
                .toList();
    }

    /** All bundles that NiFi has loaded, wherever they came from. */
    public List<Bundle> loaded() {
        final JsonNode manifest = connection.get("flow/runtime-manifest").path("runtimeManifest");
        return RestConnection.readAll(manifest.path("bundles"), Bundle.class);
    }

    /** Uploads a NAR, whether or not it is there already, and waits until its components can be used. */
    public Nar upload(final Path nar, final Duration deadline) {
        final String identifier = connection
                .postFile(NARS + "/content", nar)
                .path("narSummary")
                .path("identifier")
                .asText();
        return Await.until("installation of " + nar.getFileName(), deadline, () -> get(identifier), Nar::isInstalled);
    }

    /** Uploads a NAR where the one installed is another, byte for byte, or none is. */
    public Nar ensureInstalled(final Path nar, final Duration deadline) {
        final String digest = digest(nar);
        return list().stream()
                .filter(present -> present.isInstalled() && present.digest().equals(digest))
                .findFirst()
                .orElseGet(() -> upload(nar, deadline));
    }

    public void delete(final Nar nar) {
        connection.delete(NARS + "/%s?force=true".formatted(nar.identifier()));
    }

    private Nar get(final String identifier) {
        final Nar nar =
                RestConnection.read(connection.get(NARS + "/" + identifier).path("narSummary"), Nar.class);
        if (nar.isBeyondHope()) {
            throw new Await.HopelessException(
                    "NAR %s is %s: %s".formatted(nar.coordinate(), nar.state(), nar.failureMessage()));
        }
        return nar;
    }

    /** The digest that NiFi itself keeps of each NAR. */
    private static String digest(final Path nar) {
        try (InputStream file = Files.newInputStream(nar)) {
            final MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(file, sha256).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(sha256.digest());
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading " + nar, e);
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
