/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.services;

import io.nifimimir.store.CacheTable;
import org.apache.nifi.distributed.cache.client.AtomicCacheEntry;
import org.apache.nifi.distributed.cache.client.Deserializer;
import org.apache.nifi.distributed.cache.client.Serializer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The map cache of NiFi's processors over the store: what was put is on the disk when the call returns. */
final class StoreMapCache {
    private final CacheTable table;

    StoreMapCache(final CacheTable table) {
        this.table = table;
    }

    <K, V> boolean putIfAbsent(
            final K key, final V value, final Serializer<K> keySerializer, final Serializer<V> valueSerializer)
            throws IOException {
        final byte[] keyBytes = bytes(key, keySerializer);
        final byte[] valueBytes = bytes(value, valueSerializer);
        return written(() -> table.putIfAbsent(keyBytes, valueBytes)).isEmpty();
    }

    <K, V> V getAndPutIfAbsent(
            final K key,
            final V value,
            final Serializer<K> keySerializer,
            final Serializer<V> valueSerializer,
            final Deserializer<V> valueDeserializer)
            throws IOException {
        final byte[] keyBytes = bytes(key, keySerializer);
        final byte[] valueBytes = bytes(value, valueSerializer);
        return value(written(() -> table.putIfAbsent(keyBytes, valueBytes)), valueDeserializer);
    }

    <K> boolean containsKey(final K key, final Serializer<K> keySerializer) throws IOException {
        return table.find(bytes(key, keySerializer)).isPresent();
    }

    <K, V> void put(final K key, final V value, final Serializer<K> keySerializer, final Serializer<V> valueSerializer)
            throws IOException {
        final byte[] keyBytes = bytes(key, keySerializer);
        final byte[] valueBytes = bytes(value, valueSerializer);
        written(() -> {
            table.put(keyBytes, valueBytes);
            return keyBytes;
        });
    }

    <K, V> V get(final K key, final Serializer<K> keySerializer, final Deserializer<V> valueDeserializer)
            throws IOException {
        return value(table.find(bytes(key, keySerializer)), valueDeserializer);
    }

    <K> boolean remove(final K key, final Serializer<K> keySerializer) throws IOException {
        return table.remove(bytes(key, keySerializer)).isPresent();
    }

    <K, V> V removeAndGet(final K key, final Serializer<K> keySerializer, final Deserializer<V> valueDeserializer)
            throws IOException {
        return value(table.remove(bytes(key, keySerializer)), valueDeserializer);
    }

    <K> Set<K> keySet(final Deserializer<K> keyDeserializer) throws IOException {
        final Set<K> keys = new HashSet<>();
        for (final byte[] key : table.keys()) {
            keys.add(keyDeserializer.deserialize(key));
        }
        return keys;
    }

    <K, V> AtomicCacheEntry<K, V, Long> fetch(
            final K key, final Serializer<K> keySerializer, final Deserializer<V> valueDeserializer)
            throws IOException {
        final Optional<CacheTable.Entry> found = table.find(bytes(key, keySerializer));
        return found.isEmpty()
                ? null
                : new AtomicCacheEntry<>(
                        key, value(found, valueDeserializer), found.get().revision());
    }

    <K, V> boolean replace(
            final AtomicCacheEntry<K, V, Long> entry,
            final Serializer<K> keySerializer,
            final Serializer<V> valueSerializer)
            throws IOException {
        final byte[] keyBytes = bytes(entry.getKey(), keySerializer);
        final byte[] valueBytes = bytes(entry.getValue(), valueSerializer);
        return written(() -> table.replace(keyBytes, valueBytes, entry.getRevision()));
    }

    /** Whoever asks NiFi's caches for this waits and asks again where it fails in the way that they fail. */
    private static <T> T written(final Supplier<T> write) throws IOException {
        try {
            return write.get();
        } catch (final UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static <T> byte[] bytes(final T value, final Serializer<T> serializer) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        serializer.serialize(value, bytes);
        return bytes.toByteArray();
    }

    private static <V> V value(final Optional<CacheTable.Entry> entry, final Deserializer<V> deserializer)
            throws IOException {
        return entry.isEmpty() ? null : deserializer.deserialize(entry.get().value());
    }
}
