/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import io.nifimimir.sandbox.Await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A disk whose power can be cut: an ext4 file system in a file, mounted by a loop device.
 *
 * <p>What a program writes stays in the kernel's cache of that file system until it is flushed (fsync) or the kernel finds the time, after
 * seconds; only then it reaches the loop device, and with it the file. A copy of the file therefore holds what a disk would hold whose power
 * went at that instant. It is one instant: the program stands still meanwhile (SIGSTOP), and a copy during which the device saw a write, from
 * the kernel itself, is thrown away and made again.
 *
 * <p>Simulated is a disk that keeps all that it was given. One that loses the contents of a cache of its own, or tears a sector, is not.
 */
final class LoopDisk implements AutoCloseable {
    private static final Duration UNMOUNTED = Duration.ofSeconds(30);
    private static final int COPIES = 30;

    /** Of /sys/block/loop0/stat, the writes completed, sectors written and requests in flight. */
    private static final int[] WRITE_FIELDS = {4, 6, 8};

    private final Path image;
    private final Path mountPoint;
    private String device;

    private LoopDisk(final Path image, final Path mountPoint) {
        this.image = image;
        this.mountPoint = mountPoint;
    }

    /** Why a disk of this kind cannot be made on this machine; empty where it can. */
    static Optional<String> obstacle(final Path folder) {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return Optional.of("loop devices with ext4 are Linux's, and this is " + System.getProperty("os.name"));
        }
        try {
            Files.createDirectories(folder);
            final LoopDisk trial = format(folder.resolve("trial.img"), 16, folder.resolve("trial"));
            try {
                trial.powerOn();
                trial.powerOff();
            } finally {
                Files.deleteIfExists(trial.image);
                Files.deleteIfExists(trial.mountPoint);
            }
            return Optional.empty();
        } catch (final Command.FailedException | UncheckedIOException | IOException e) {
            return Optional.of("a loop mount is not permitted or not possible here: " + e.getMessage());
        }
    }

    /** A new and empty disk, not mounted yet. */
    static LoopDisk format(final Path image, final int mebibytes, final Path mountPoint) {
        Command.run("truncate", "--size", mebibytes + "M", image.toString());
        // All at once: what mkfs leaves to the kernel to do later would be writes during the copies
        Command.run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image.toString());
        return new LoopDisk(image, mountPoint);
    }

    Path mountPoint() {
        return mountPoint;
    }

    /** Mounts the disk; ext4 replays its journal where the power had gone. */
    void powerOn() {
        try {
            Files.createDirectories(mountPoint);
        } catch (final IOException e) {
            throw new UncheckedIOException("Making " + mountPoint, e);
        }
        device = Command.run("losetup", "--find", "--show", image.toString());
        try {
            Command.run("mount", "-t", "ext4", "-o", "noatime", device, mountPoint.toString());
        } catch (final Command.FailedException e) {
            Command.run("losetup", "--detach", device);
            device = null;
            throw e;
        }
    }

    /** Unmounts the disk in good order, which writes all down. */
    void powerOff() {
        if (device == null) {
            return;
        }
        Await.untilTrue("%s to be unmounted".formatted(mountPoint), UNMOUNTED, () -> {
            Command.run("umount", mountPoint.toString());
            return true;
        });
        Command.run("losetup", "--detach", device);
        device = null;
    }

    @Override
    public void close() {
        powerOff();
    }

    /** Writes down all that is in the cache: what was there long before the power goes. */
    void flush() {
        Command.run("sync", "--file-system", mountPoint.toString());
    }

    /**
     * Cuts the power while a process works on this disk, and turns it on again: the disk then holds what had reached it at that instant, and
     * the process is gone.
     *
     * @param process that writes to the disk
     * @param killed ends the process for good
     */
    void cutPower(final long process, final Runnable killed) {
        final Path copy = image.resolveSibling(image.getFileName() + ".cut");
        Command.run("kill", "-STOP", String.valueOf(process));
        copyOfOneInstant(copy);
        killed.run();
        powerOff();
        try {
            Files.move(copy, image, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            throw new UncheckedIOException("Putting the copy in the place of " + image, e);
        }
        powerOn();
    }

    private void copyOfOneInstant(final Path copy) {
        for (int attempt = 0; attempt < COPIES; attempt++) {
            final List<String> before = writes();
            Command.run("cp", "--sparse=always", image.toString(), copy.toString());
            if (before.equals(writes()) && "0".equals(before.getLast())) {
                return;
            }
        }
        throw new IllegalStateException("%s was written to during each of %d copies".formatted(device, COPIES));
    }

    private List<String> writes() {
        final Path statistics =
                Path.of("/sys/block", Path.of(device).getFileName().toString(), "stat");
        try {
            final String[] fields = Files.readString(statistics).strip().split("\\s+");
            return Arrays.stream(WRITE_FIELDS).mapToObj(field -> fields[field]).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading " + statistics, e);
        }
    }
}
