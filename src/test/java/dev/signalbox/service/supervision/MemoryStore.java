package dev.signalbox.service.supervision;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A store of intents that lasts as long as the test, and fails while the test says so.
final class MemoryStore implements Intents.Store {
    private final Map<String, String> texts;
    private volatile boolean broken;

    MemoryStore() {
        this(new ConcurrentHashMap<>());
    }

    /// @param texts where they are kept; what it throws is thrown
    MemoryStore(Map<String, String> texts) {
        this.texts = texts;
    }

    /// Lets every write fail, or not any more.
    void breakDown(boolean breaks) {
        broken = breaks;
    }

    /// Loses what was kept of one service.
    void forget(String key) {
        texts.remove(key);
    }

    @Override
    public Map<String, String> texts() {
        return Map.copyOf(texts);
    }

    @Override
    public void put(String key, String text) throws IOException {
        if (broken) {
            throw new IOException("disk full");
        }
        texts.put(key, text);
    }

    @Override
    public void reserve(String key) {}

    @Override
    public Set<String> keys() {
        return Set.copyOf(texts.keySet());
    }

    @Override
    public void remove(String key) throws IOException {
        if (broken) {
            throw new IOException("disk full");
        }
        texts.remove(key);
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public void close() {}
}
